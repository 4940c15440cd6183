package reference;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

@TopCommand
@Command(name = "reference")
public class Serve implements Runnable {

    @Override
    public void run() {
        Quarkus.waitForExit();
    }
}
