package com.relativity.sync.roles;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Lets only agents read the topics for agents: a member of the job-submitted topic's group that claims nothing would keep its partitions
 * silent.
 */
public final class ChannelsByRole implements ConfigSourceFactory {

    private static final int BELOW_APPLICATION_PROPERTIES = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var configured = context.getValue("sync.roles").getValue();
        boolean agent = !"only".equals(context.getValue("sync.migrate").getValue())
                && (configured == null
                        || Arrays.stream(configured.split(","))
                                .map(String::trim)
                                .anyMatch(Role.agent.name()::equals));
        return List.of(new PropertiesConfigSource(
                Map.of(
                        "mp.messaging.incoming.job-submitted.enabled", Boolean.toString(agent),
                        "mp.messaging.incoming.job-cancellation.enabled", Boolean.toString(agent)),
                "channels by role",
                BELOW_APPLICATION_PROPERTIES));
    }
}
