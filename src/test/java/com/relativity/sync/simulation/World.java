package com.relativity.sync.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.sqlclient.Row;

import com.relativity.sync.agent.Agent;
import com.relativity.sync.agent.AgentChannels;
import com.relativity.sync.agent.Cancellations;
import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FieldsOverlayBehavior;
import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.OverwriteOptions;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration.EmailNotifications;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.NewJob;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.maintenance.LostLeases;
import com.relativity.sync.maintenance.OverdueCancels;
import com.relativity.sync.notification.EndedJobMail;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.MoveNotAllowed;
import com.relativity.sync.relay.OutboxRelay;
import com.relativity.sync.workspace.InMemoryWorkspaces;
import com.relativity.sync.workspace.Workspace;

/** Three agents, two relays, an API and what they need, through one story. */
final class World {

    private static final int AGENTS = 3;
    private static final int RELAYS = 2;
    private static final long SECOND = 1000;
    private static final long PATIENCE_OF_A_CLIENT = 2 * SECOND;
    private static final long LAST_WORDS = 5 * SECOND;
    private static final long SIGNAL = 50;

    /** From the end of all faults to the end of all jobs. */
    private static final long LIMIT = 900 * SECOND;

    private final VirtualTime time = new VirtualTime();
    private final Story story;
    private final Faults faults;
    private final SimulatedPostgres postgres;
    private final SimulatedBroker broker;
    private final SimulatedWorkspaces workspaces;
    private final SimulatedMailServer mails;
    private final InMemoryWorkspaces stored = new InMemoryWorkspaces();
    private final Processes processes;

    private final RunningAgent[] agents = new RunningAgent[AGENTS];
    private final RunningRelay[] relays = new RunningRelay[RELAYS];
    private final SimulatedProcess api = new SimulatedProcess("api");
    private final List<Workspace> sources = new ArrayList<>();
    private final List<AskedJob> asked = new ArrayList<>();
    private final List<String> faultsSeen = new ArrayList<>();
    private Workspace destination;
    private JobList jobs;
    private Cancellation cancellation;
    private int started;
    private boolean signalled;

    private record RunningAgent(SimulatedProcess process, Agent agent) {}

    private record RunningRelay(SimulatedProcess process, OutboxRelay relay, Loop loop) {}

    World(SimulatedPostgres postgres, Story story) {
        this.postgres = postgres;
        this.story = story;
        this.faults = new Faults(time, story.seed(), story.intensity());
        this.broker = new SimulatedBroker(time, faults);
        this.workspaces = new SimulatedWorkspaces(time, faults, stored);
        this.mails = new SimulatedMailServer(time, faults);
        this.processes = new Processes(time, postgres, broker, workspaces, mails, this::signal);
    }

    /** Fails with an {@link AssertionError} that names every broken rule; answers how long it was. */
    String play() {
        Infrastructure.setDefaultExecutor(time, false);
        postgres.begin(time, faults);
        sources.add(stored.addWorkspace("One"));
        sources.add(stored.addWorkspace("Two"));
        destination = stored.addWorkspace("Destination");
        startApi();
        IntStream.range(0, AGENTS).forEach(this::startAgent);
        IntStream.range(0, RELAYS).forEach(this::startRelay);
        time.plan(
                null,
                0,
                () -> broker.consume(
                        new SimulatedProcess("group"), Processes.topics().jobSubmitted(), record -> tellAnAgent()));

        for (Story.Happening happening : story.happenings()) {
            time.pass(happening.afterMillis());
            happen(happening);
        }
        faults.end();
        postgres.comeBack();
        broker.comeBack();
        workspaces.comeBack();
        untilSettled();
        time.pass(Math.max(0, faults.lastArrivalMillis() - time.nowMillis()));
        untilSettled();

        if (processes.refusedWrites() > 0) {
            faultsSeen.add("the database had to refuse writes that would have broken a guarantee");
        }
        new Verdict(postgres, broker, workspaces, mails, asked, faultsSeen).pronounce();
        return time.plannedSoFar() + " steps, " + time.nowMillis() + " ms";
    }

    private void happen(Story.Happening happening) {
        int which = happening.which();
        long millis = happening.size() * SECOND;
        switch (happening.kind()) {
            case SUBMIT -> submit(newJob(which, happening.size()));
            case SUBMIT_THE_SAME_AGAIN -> any(which).forEach(this::submit);
            case CANCEL -> any(which).forEach(this::cancel);
            case CANCEL_TWICE_AT_ONCE ->
                any(which).forEach(job -> {
                    cancel(job);
                    cancel(job);
                });
            case KILL_AGENT -> killAgent(agent(which), millis);
            case STOP_AGENT -> stopAgent(agent(which), millis);
            case PAUSE_AGENT -> agents[agent(which)].process.standStillUntil(time.nowMillis() + millis);
            case CUT_AGENT_OFF -> agents[agent(which)].process.cutOffUntil(time.nowMillis() + millis);
            case KILL_RELAY -> end(relays[which % RELAYS].process, millis, () -> startRelay(which % RELAYS));
            case STOP_RELAY -> stopRelay(which % RELAYS, millis);
            case PAUSE_RELAY -> relays[which % RELAYS].process.standStillUntil(time.nowMillis() + millis);
            case DATABASE_AWAY -> postgres.goAway(millis);
            case BROKER_AWAY -> broker.goAway(millis);
            case WORKSPACES_AWAY -> workspaces.goAway(millis);
        }
    }

    /** Mostly one that has a job, if there is one: trouble seeks those who work. */
    private int agent(int which) {
        if (which % 4 != 3) {
            for (Row row :
                    postgres.look("select agent from sync_job where status = 'Processing' order by claimed_at desc")) {
                for (int number = 0; number < AGENTS; number++) {
                    if (agents[number].process.name().equals(row.getString("agent"))) {
                        return number;
                    }
                }
            }
        }
        return which % AGENTS;
    }

    private List<AskedJob> any(int which) {
        return asked.isEmpty() ? List.of() : List.of(asked.get(which % asked.size()));
    }

    // Processes

    private void startApi() {
        var beans = processes.of(api);
        jobs = beans.get(JobList.class);
        cancellation = beans.get(Cancellation.class);
    }

    private void startAgent(int number) {
        var process = new SimulatedProcess("agent-" + (number + 1) + "." + ++started);
        var beans = processes.of(process);
        var agent = beans.get(Agent.class);
        var cancellations = beans.get(Cancellations.class);
        agents[number] = new RunningAgent(process, agent);
        time.as(process, () -> {
            agent.start();
            new Loop("Outlived requests of " + process, Processes.SWEEP, cancellations::settle).start();
            startSweeps(process, beans);
            broker.consume(
                    process,
                    Processes.topics().jobCancellation(),
                    record -> AgentChannels.cancellation(cancellations, record.jobId(), record.value())
                            .subscribe()
                            .with(heard -> {}));
        });
    }

    private static void startSweeps(SimulatedProcess process, Wiring beans) {
        new Loop("Lost agents, by " + process, Processes.SWEEP, beans.get(LostLeases.class)::sweep).start();
        new Loop("Overdue cancels, by " + process, Processes.SWEEP, beans.get(OverdueCancels.class)::sweep).start();
        new Loop("Mail, by " + process, Processes.SWEEP, beans.get(EndedJobMail.class)::round).start();
    }

    private void startRelay(int number) {
        var process = new SimulatedProcess("relay-" + (number + 1) + "." + ++started);
        var beans = processes.of(process);
        var relay = beans.get(OutboxRelay.class);
        var loop = new Loop("Relay " + process, Processes.relaySettings().poll(), relay::round);
        relays[number] = new RunningRelay(process, relay, loop);
        time.as(process, () -> {
            beans.get(Agent.class).startClosing();
            startSweeps(process, beans);
            loop.start();
        });
    }

    /** Without a word. */
    private void end(SimulatedProcess process, long restartMillis, Runnable restart) {
        if (!process.isDead()) {
            process.die();
            postgres.disconnect(process);
            time.plan(null, restartMillis, restart);
        }
    }

    private void killAgent(int number, long restartMillis) {
        end(agents[number].process, restartMillis, () -> startAgent(number));
    }

    private void stopAgent(int number, long restartMillis) {
        var process = agents[number].process;
        Runnable exit = () -> killAgent(number, restartMillis);
        time.plan(process, 0, () -> {
            agents[number].agent.drain().subscribe().with(done -> exit.run());
            time.plan(process, 8 * SECOND + LAST_WORDS, exit);
        });
    }

    private void stopRelay(int number, long restartMillis) {
        var relay = relays[number];
        Runnable exit = () -> end(relay.process, restartMillis, () -> startRelay(number));
        time.plan(relay.process, 0, () -> {
            relay.loop.stop().chain(relay.relay::finish).subscribe().with(done -> exit.run(), failed -> exit.run());
            time.plan(relay.process, LAST_WORDS, exit);
        });
    }

    private void signal() {
        if (!signalled) {
            signalled = true;
            time.plan(null, SIGNAL, () -> {
                signalled = false;
                for (RunningRelay relay : relays) {
                    time.plan(relay.process, 0, relay.loop::wake);
                }
            });
        }
    }

    private void tellAnAgent() {
        var agent = agents[faults.anyOf(AGENTS)];
        time.plan(agent.process, 0, agent.agent::wake);
    }

    // Clients of the API

    private AskedJob newJob(int which, int size) {
        int number = asked.size() + 1;
        int items = size % 8;
        boolean overlay = which % 4 == 3;
        int existing = which % 3 == 0 ? Math.min(items, 1 + which % 2) : 0;
        var source = sources.get(which % sources.size());
        var identifiers = new LinkedHashSet<String>();
        for (int item = 0; item < items; item++) {
            String identifier = "J" + number + "-" + item;
            identifiers.add(identifier);
            stored.addDocument(source, identifier, Map.of(), "", null);
            if (item < existing) {
                stored.addDocument(destination, identifier, Map.of(), "", null);
            }
        }
        var search = stored.addSavedSearchOf(source, "Search " + number, identifiers);
        var configuration = new DocumentConfiguration(
                "correlation-" + number,
                "Job " + number,
                destination.workspaceId(),
                List.of(new FieldMapping(identifierOf(source), identifierOf(destination), FieldMapType.Identifier)),
                new OverwriteOptions(
                        overlay ? OverwriteMode.AppendOverlay : OverwriteMode.AppendOnly,
                        FieldsOverlayBehavior.UseFieldSettings),
                new EmailNotifications(AskedJob.ADDRESSES.subList(0, size % 3)),
                null,
                1 + which % 5,
                null,
                null,
                new DocumentConfiguration.DocumentOptions(
                        search.savedSearchId(),
                        destination.rootFolderId(),
                        CopyNativesMode.DoNotImportNativeFiles,
                        false),
                null,
                null);
        var job = new AskedJob(
                new NewJob(source.workspaceId(), configuration, new Submitter("someone", false)),
                items,
                overlay ? 0 : existing);
        asked.add(job);
        return job;
    }

    private FieldMapping.FieldEntry identifierOf(Workspace workspace) {
        var field = stored.identifier(workspace);
        return new FieldMapping.FieldEntry(field.name(), field.fieldId(), true);
    }

    /** Asks until there is an answer. */
    private void submit(AskedJob job) {
        time.as(
                api,
                () -> jobs.add(job.job)
                        .subscribe()
                        .with(
                                added -> {
                                    job.newAnswers += added.isNew() ? 1 : 0;
                                    long jobId = added.job().jobId();
                                    if (job.jobId != null && job.jobId != jobId) {
                                        faultsSeen.add(
                                                "the same submission became the jobs " + job.jobId + " and " + jobId);
                                    }
                                    job.jobId = jobId;
                                },
                                failure -> again(failure, () -> submit(job))));
    }

    private void cancel(AskedJob job) {
        if (job.jobId == null) {
            return;
        }
        job.cancelAsked = true;
        time.as(
                api,
                () -> cancellation
                        .request(job.jobId, "someone")
                        .subscribe()
                        .with(answer -> job.cancelAccepted = true, failure -> {
                            if (failure instanceof MoveNotAllowed) {
                                job.cancelRefused = true;
                            } else {
                                again(failure, () -> cancel(job));
                            }
                        }));
    }

    private void again(Throwable failure, Runnable call) {
        if (failure instanceof DependencyDown) {
            time.plan(api, PATIENCE_OF_A_CLIENT, call);
        } else {
            faultsSeen.add("a client was answered with " + failure);
        }
    }

    private void untilSettled() {
        long end = time.nowMillis() + LIMIT;
        while (!isSettled() && time.nowMillis() < end) {
            time.pass(2 * SECOND);
        }
    }

    private boolean isSettled() {
        Row row = postgres.look("""
                select not exists (select 1 from sync_job where ended_at is null)
                   and not exists (select 1 from job_event where published_at is null)
                   and not exists (select 1 from job_mail where status = 'Waiting') as settled""").iterator().next();
        return row.getBoolean("settled")
                && asked.stream().allMatch(job -> job.jobId != null)
                && Verdict.requestsThatStay(broker).isEmpty();
    }
}
