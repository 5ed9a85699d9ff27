package org.balancehead.server.http;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpTerminated;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.security.TlsPort;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket's life: starting, running, stopping, then gone. A stop that comes while it starts is remembered;
 * requests under way get the configured deadline. Upgraded sockets outlive it: whoever owns the sessions ends them.
 */
public final class HttpServer extends AbstractBehavior<HttpServer.Command> {
    public sealed interface Command {}

    /** Takes requests from now on; the sender learns where, or why not. */
    public record Start(ActorRef<StartReply> replyTo) implements Command {}

    /** Takes no further requests, lets those under way finish, and ends. */
    public record Stop(ActorRef<Stopped> replyTo) implements Command {}

    private record Bound(ServerBinding binding) implements Command {}

    private record BindFailed(Throwable cause) implements Command {}

    private record Terminated() implements Command {}

    public sealed interface StartReply {}

    public record Started(InetSocketAddress address) implements StartReply {}

    /** One sentence for people. */
    public record NotStarted(String sentence) implements StartReply {}

    public record Stopped() {}

    private final HttpConfig config;
    private final AddressConnections connections;
    private final Route route;
    private final List<ActorRef<Stopped>> stoppers = new ArrayList<>();
    private @Nullable ActorRef<StartReply> starter;
    private @Nullable ServerBinding binding;

    /**
     * One that listens nowhere yet.
     *
     * @param connections counts its connections; no other port's
     */
    public static Behavior<Command> create(HttpConfig config, AddressConnections connections, Route route) {
        return Behaviors.setup(context -> new HttpServer(context, config, connections, route));
    }

    private HttpServer(ActorContext<Command> context, HttpConfig config, AddressConnections connections, Route route) {
        super(context);
        this.config = config;
        this.connections = connections;
        this.route = route;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Bound.class, this::onBound)
                .onMessage(BindFailed.class, this::onBindFailed)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Terminated.class, terminated -> onTerminated())
                .build();
    }

    private Behavior<Command> onStart(Start start) {
        if (starter != null) {
            start.replyTo().tell(new NotStarted("The server was started before."));
            return this;
        }
        starter = start.replyTo();
        ServerBuilder server;
        try {
            server = withTls(Http.get(getContext().getSystem())
                    .newServerAt(config.host(), config.port())
                    .withSettings(settings()));
        } catch (InvalidConfigException noCertificate) {
            reply(new NotStarted(String.valueOf(noCertificate.getMessage())));
            return onTerminated();
        }
        getContext()
                .pipeToSelf(
                        server.bindFlow(guarded()),
                        (bound, trouble) -> trouble == null ? new Bound(bound) : new BindFailed(trouble));
        return this;
    }

    private Flow<HttpRequest, HttpResponse, NotUsed> guarded() {
        return BidiFlow.fromGraph(new ConnectionGuard(connections, config.requestDeadline(), config.idleTimeout()))
                .join(route.flow(getContext().getSystem()));
    }

    private ServerBuilder withTls(ServerBuilder plain) {
        return config.tls()
                .map(TlsPort::of)
                .map(tls -> plain.enableHttps(ConnectionContext.httpsServer(tls::engine)))
                .orElse(plain);
    }

    private Behavior<Command> onBound(Bound bound) {
        binding = bound.binding();
        reply(new Started(bound.binding().localAddress()));
        return stoppers.isEmpty() ? this : terminate(bound.binding());
    }

    private Behavior<Command> onBindFailed(BindFailed failed) {
        getContext().getLog().debug("Cannot listen", failed.cause());
        reply(new NotStarted(BindTrouble.sentence(config, failed.cause())));
        return onTerminated();
    }

    private Behavior<Command> onStop(Stop stop) {
        stoppers.add(stop.replyTo());
        if (starter == null) {
            return onTerminated();
        }
        return binding == null || stoppers.size() > 1 ? this : terminate(binding);
    }

    private Behavior<Command> terminate(ServerBinding running) {
        getContext()
                .getLog()
                .info(
                        "HTTP: running → stopping, at most {} s",
                        config.stopDeadline().toSeconds());
        getContext().pipeToSelf(running.terminate(config.stopDeadline()), HttpServer::terminated);
        return this;
    }

    private static Command terminated(@Nullable HttpTerminated done, @Nullable Throwable trouble) {
        return new Terminated();
    }

    private Behavior<Command> onTerminated() {
        stoppers.forEach(stopper -> stopper.tell(new Stopped()));
        return Behaviors.stopped();
    }

    private void reply(StartReply reply) {
        if (starter != null) {
            starter.tell(reply);
        }
    }

    private ServerSettings settings() {
        ServerSettings defaults = ServerSettings.create(getContext().getSystem().classicSystem());
        return defaults.withMaxConnections(config.maxConnections())
                .withRemoteAddressAttribute(true)
                .withTimeouts(defaults.getTimeouts()
                        .withIdleTimeout(scala.concurrent.duration.Duration.fromNanos(
                                config.idleTimeout().toNanos())));
    }
}
