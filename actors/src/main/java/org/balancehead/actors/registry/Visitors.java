package org.balancehead.actors.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.LogFields;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.admission.AddressBook.Caller;
import org.balancehead.actors.admission.LoadMeter;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.session.Agreement;
import org.balancehead.actors.session.AvatarSession;
import org.balancehead.actors.session.Beginning;
import org.balancehead.actors.session.Devices;
import org.balancehead.actors.session.MoveAnswer;
import org.balancehead.actors.session.Negotiation;
import org.balancehead.actors.session.ResumeToken;
import org.balancehead.actors.session.SessionEvent;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.actors.session.SessionTally;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The connections and the sessions that there are, children of the registry. Confined to the registry, which passes on
 * what it hears of them.
 */
final class Visitors {
    private final ActorContext<SessionRegistry.Command> context;
    private final SessionSettings settings;
    private final LiveMetrics metrics;
    private final MoveTolerance tolerance;
    private final Placements placements;
    private final ActorRef<AvatarArchivist.Request> archivist;
    private final ActorRef<Arrival> arrivals;
    private final ActorRef<SessionEvent> events;
    private final Places places = new Places();
    private final AdmissionDesk desk;
    private final Map<SessionId, ActorRef<ClientConnection.Command>> connections = new HashMap<>();

    /** By the session that is wanted: who asked for it and waits for its answer. */
    private final Map<SessionId, Arrival> returning = new HashMap<>();

    Visitors(
            ActorContext<SessionRegistry.Command> context,
            SessionSettings settings,
            LoadMeter meter,
            LiveMetrics metrics,
            MoveTolerance tolerance,
            Placements placements,
            ActorRef<AvatarArchivist.Request> archivist,
            ActorRef<Arrival> arrivals,
            ActorRef<SessionEvent> events) {
        this.context = context;
        this.settings = settings;
        this.metrics = metrics;
        this.tolerance = tolerance;
        this.placements = placements;
        this.archivist = archivist;
        this.arrivals = arrivals;
        this.events = events;
        this.desk = new AdmissionDesk(settings, meter, places);
    }

    /** Whether neither connections nor sessions are left. */
    boolean none() {
        return connections.isEmpty() && placements.isEmpty();
    }

    /** How many sessions there are, those that are about to begin included. */
    int count() {
        return places.taken();
    }

    List<SessionSummary> summaries() {
        return places.summaries(placements, System.nanoTime());
    }

    Admission admit(Caller caller) {
        Optional<Admission.Refused> refusal = desk.refusal(caller, System.nanoTime());
        if (refusal.isPresent()) {
            tellPlaces();
            return refusal.get();
        }
        SessionId id = SessionId.random();
        ActorRef<ClientConnection.Command> connection = context.spawn(
                ClientConnection.create(id, settings.connection(), metrics.sessions(), arrivals), "connection-" + id);
        context.watchWith(connection, new SessionRegistry.ConnectionEnded(id));
        connections.put(id, connection);
        places.admit(id, caller, System.nanoTime());
        metrics.sessions().sessionAdmitted();
        tellPlaces();
        return new Admission.Admitted(id, connection);
    }

    /** Gives who has said hello the session that it wants back, or a new one on the devices that are asked for then. */
    void arrive(Arrival arrival, Supplier<Devices> devices) {
        Optional<SessionId> wanted = arrival.hello().resume().flatMap(ResumeToken::sessionOf);
        Optional<ActorRef<AvatarSession.Command>> session = wanted.flatMap(places::session);
        if (session.isPresent() && returning.putIfAbsent(wanted.orElseThrow(), arrival) == null) {
            session.get().tell(new AvatarSession.Return(arrival));
        } else {
            begin(arrival, arrival.hello().resume().isPresent(), devices);
        }
    }

    void onEvent(SessionEvent event, Supplier<Devices> devices) {
        if (event instanceof SessionEvent.Parked parked) {
            places.park(parked.session()).ifPresent(desk::leave);
            makeRoom();
        } else if (event instanceof SessionEvent.Returned returned) {
            returning.remove(returned.session());
            places.goOn(returned.session(), returned.connection()).ifPresent(desk::leave);
            metrics.sessions().sessionResumed();
        } else if (event instanceof SessionEvent.NotReturned notReturned) {
            Arrival arrival = notReturned.arrival();
            returning.values().remove(arrival);
            begin(arrival, true, devices);
        }
        tellPlaces();
    }

    private void begin(Arrival arrival, boolean resumeExpired, Supplier<Devices> next) {
        if (!places.isArriving(arrival.id())) {
            return; // its connection has ended meanwhile
        }
        Devices devices = next.get();
        Parsed<Agreement> negotiated = Negotiation.agree(arrival.hello(), devices.model(), settings.limits());
        if (negotiated instanceof Parsed.Refused<Agreement> refused) {
            arrival.connection()
                    .tell(new ClientConnection.Say(ServerMessage.Problem.of(refused.code(), refused.message())));
        } else if (negotiated instanceof Parsed.Accepted<Agreement> accepted) {
            begin(new Beginning(arrival, resumeExpired, accepted.value(), devices));
        }
    }

    private void begin(Beginning how) {
        SessionId id = how.id();
        SessionTally tally = new SessionTally(metrics, how.agreement().mode());
        ActorRef<AvatarSession.Command> session = context.spawn(
                AvatarSession.create(how, settings, tolerance, tally, archivist, events), "session-" + id);
        context.watchWith(session, new SessionRegistry.SessionEnded(id));
        placements.begin(id, session, how.devices());
        places.begin(id, session, tally);
        makeRoom();
    }

    private void makeRoom() {
        places.surplus(desk.capacity(), settings.maxParked())
                .forEach(session -> session.tell(new AvatarSession.GiveUp()));
    }

    void onConnectionEnded(SessionId connection) {
        connections.remove(connection);
        if (places.isArriving(connection)) {
            places.release(connection).ifPresent(desk::leave);
        }
        tellPlaces();
    }

    void onSessionEnded(SessionId session, Supplier<Devices> devices) {
        places.release(session).ifPresent(desk::leave);
        placements.end(session);
        Arrival late = returning.remove(session);
        if (late != null) {
            begin(late, true, devices);
        }
        tellPlaces();
    }

    void onMoveAnswered(MoveAnswer answer) {
        LoggingEventBuilder log = context.getLog().atInfo().addKeyValue(LogFields.SESSION, answer.session());
        if (answer instanceof MoveAnswer.Stayed stayed) {
            log.log("Session {}: stays, not → version {}: {}", stayed.session(), stayed.number(), stayed.sentence());
        } else {
            log.log("Session {}: → version {}", answer.session(), answer.number());
        }
        placements.onAnswer(answer);
    }

    /** Asks everybody to leave; parked sessions end. */
    void leave(Duration deadline) {
        places.sessions().forEach(session -> session.tell(new AvatarSession.Leave(deadline)));
    }

    /** Closes every connection, after what waits for it; its session ends with it. */
    void close() {
        leave(Duration.ZERO);
        places.sessions().forEach(session -> session.tell(new AvatarSession.End()));
        connections.forEach((id, connection) -> {
            if (places.isArriving(id)) {
                connection.tell(new ClientConnection.Close(CloseCode.RESTART));
            }
        });
    }

    private void tellPlaces() {
        metrics.sessions().sessionsOpen(places.taken(), settings.maxSessions());
        metrics.sessions().sessionsParked(places.parked(), settings.maxParked());
        metrics.sessions().sessionCapacity(desk.capacity());
    }
}
