package org.balancehead.actors.deployment;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.deployment.DeploymentCoordinator.Command;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.metrics.LiveMetrics;
import org.slf4j.Logger;

/**
 * The versions on their way: loading, canary, serving, draining, freed; what their devices say moves them, or the
 * canary's judge, or an operator. Tells the owner whom new sessions begin on. Confined to the coordinator.
 */
final class Rollout {
    private static final Duration BETWEEN_JUDGEMENTS = Duration.ofMillis(250);

    private final Logger log;
    private final TimerScheduler<Command> timers;
    private final VersionDevices devices;
    private final Canary canary;
    private final ActorRef<Serving> owner;
    private final ServingNews news;
    private final LiveMetrics metrics;
    private final LoadGate gate = new LoadGate();
    private final Versions versions;
    private long turn;
    private long turnTaken;

    Rollout(
            Logger log,
            TimerScheduler<Command> timers,
            VersionDevices devices,
            DeploymentSettings settings,
            ActorRef<Serving> owner,
            ServingNews news,
            LiveMetrics metrics) {
        this.log = log;
        this.timers = timers;
        this.devices = devices;
        this.canary = new Canary(settings.canary());
        this.owner = owner;
        this.news = news;
        this.metrics = metrics;
        this.versions = new Versions(settings.maxOtherVersions());
    }

    Versions versions() {
        return versions;
    }

    Optional<Version> serving() {
        return versions.in(ModelState.SERVING);
    }

    /** Why nothing may be loaded now. */
    Optional<DeploymentReply.Refused> whyNotNow(boolean checking) {
        return gate.whyNotNow(versions, checking);
    }

    /** What a rollback would come to now. */
    Return whatToReturnTo(boolean checking) {
        return Return.of(versions, gate, checking);
    }

    /** How a version does while it is tried. */
    Optional<Deployment.Trial> trial(Version version) {
        return serving().flatMap(serving -> canary.trial(version, serving));
    }

    /** Opens it on devices of its own. */
    void load(Version version) {
        int number = version.number();
        devices.load(version, new DeploymentCoordinator.DevicesEnded(number));
        log(version, "loading of " + version.candidate().folder());
        metrics.versions().modelsHeld(versions.held());
    }

    void onStatus(PoolStatus status) {
        versions.all().stream()
                .filter(version -> VersionDevices.isOf(status, version))
                .findFirst()
                .ifPresent(version -> onStatus(version, status));
    }

    private void onStatus(Version version, PoolStatus status) {
        if (status instanceof PoolStatus.PoolReady ready) {
            ready.model().ifPresent(model -> onReady(version, model));
        } else if (status instanceof PoolStatus.DeviceFailed || status instanceof PoolStatus.JobFailed) {
            version.figures().failed();
        } else if (status instanceof PoolStatus.ModelUnfit unfit) {
            onUnfit(version, unfit.reason());
        } else if (status instanceof PoolStatus.PoolDown down) {
            version.figures().failed();
            onDown(version, down);
        }
    }

    private void onReady(Version version, ServedModel model) {
        if (version.state() == ModelState.LOADING) {
            gate.whyNotServed(model).ifPresentOrElse(reason -> refuse(version, reason), () -> onLoaded(version, model));
        } else if (version.state() == ModelState.SERVING) {
            metrics.service().partReady(VersionDevices.RENDERER, true, "It takes work.");
        }
    }

    private void onLoaded(Version version, ServedModel model) {
        Optional<Version> serving = serving();
        if (serving.isPresent() && canary.wanted(version, serving)) {
            version.beTried(model);
            canary.begin(version, serving.get());
            version.devices()
                    .ifPresent(devices -> owner.tell(new Serving.Trying(++turn, model, devices, canary.share())));
            timers.startTimerWithFixedDelay(
                    DeploymentCoordinator.JudgeCanary.class,
                    new DeploymentCoordinator.JudgeCanary(),
                    BETWEEN_JUDGEMENTS);
            log(version, "canary");
        } else {
            promote(version, model, "It serves without a trial.");
        }
    }

    void judgeCanary() {
        canary.version().ifPresent(tried -> serving().ifPresent(other -> judge(tried, canary.verdict(other))));
    }

    private void judge(Version tried, CanaryVerdict verdict) {
        if (verdict instanceof CanaryVerdict.Promote good) {
            tried.model().ifPresent(model -> promote(tried, model, good.sentence()));
        } else if (verdict instanceof CanaryVerdict.RollBack bad) {
            takeBack(tried, bad.sentence());
        }
    }

    /** Everybody begins on it and moves to it from now on. */
    void promote(Version version, ServedModel model, String why) {
        endTrial();
        boolean beginning = turn == 0; // the owner has not heard of anything yet
        Optional<Version> last = serving();
        versions.succeeds(version, last);
        last.ifPresent(Version::drain);
        version.serve(model, why);
        version.devices().ifPresent(devices -> owner.tell(new Serving.NowServing(++turn, model, devices)));
        metrics.service().partReady(VersionDevices.RENDERER, true, "It takes work.");
        log(version, "serving: " + why);
        if (!beginning) {
            news.serves(version.candidate());
        }
    }

    /** Nobody begins on it any more, and who is on it returns. */
    void takeBack(Version tried, String why) {
        endTrial();
        tried.rollBack(why);
        owner.tell(new Serving.TrialOver(++turn));
        log(tried, "rolled back: " + why);
        freeIdle();
    }

    private void endTrial() {
        canary.end();
        timers.cancel(DeploymentCoordinator.JudgeCanary.class);
    }

    private void onDown(Version version, PoolStatus.PoolDown down) {
        boolean first = serving().isEmpty();
        switch (version.state()) {
            case LOADING -> {
                if (!first || down.forGood()) {
                    refuse(version, down.reason());
                }
            }
            case CANARY -> {
                if (down.forGood()) {
                    takeBack(version, down.reason());
                }
            }
            case SERVING, DRAINING -> {
                if (down.forGood()) {
                    refuse(version, down.reason());
                }
            }
            case RETIRED, REFUSED, ROLLED_BACK -> {}
        }
        if (first || version.state() == ModelState.SERVING) {
            metrics.service().partReady(VersionDevices.RENDERER, false, down.reason());
        }
    }

    private void onUnfit(Version version, String reason) {
        if (version.state() == ModelState.LOADING) {
            boolean beginning = turn == 0; // the owner has not heard of anything yet
            refuse(version, reason, beginning ? next -> new Serving.CannotBegin(next, reason) : Rollout::nobodyServes);
        }
    }

    private static Serving nobodyServes(long turn) {
        return new Serving.NobodyServes(turn, "The devices failed repeatedly and are out of service.");
    }

    private void refuse(Version version, String reason) {
        refuse(version, reason, Rollout::nobodyServes);
    }

    /** @param nothing what the owner is told, of a turn, when there is nothing to begin on then */
    private void refuse(Version version, String reason, LongFunction<Serving> nothing) {
        version.refuse(reason);
        log(version, "refused: " + reason);
        Optional<Version> tried = canary.version();
        if (serving().isEmpty() && tried.isPresent()) {
            judge(tried.get(), new CanaryVerdict.Promote("The version that served failed."));
        } else if (serving().isEmpty()) {
            owner.tell(nothing.apply(++turn));
            metrics.service().partReady(VersionDevices.RENDERER, false, reason);
        }
        freeIdle();
    }

    void onServingTaken(long taken) {
        turnTaken = taken;
        freeIdle();
    }

    /** A session came to a version or left it. */
    void count(int number, Consumer<Version> change) {
        versions.get(number).ifPresent(change);
        metrics.versions().modelsHeld(versions.held());
        freeIdle();
    }

    /** Frees what nobody is on, if nobody can have begun on it unheard. */
    private void freeIdle() {
        if (turnTaken == turn) {
            versions.all().stream().filter(Version::idle).forEach(devices::free);
        }
    }

    void onDevicesEnded(int number) {
        versions.get(number).ifPresent(version -> {
            boolean expected = version.closing();
            version.freed();
            if (!expected) {
                lose(version);
            }
            log(version, "freed");
        });
        metrics.versions().modelsHeld(versions.held());
    }

    private void lose(Version version) {
        String reason = "Its devices ended unexpectedly; the log says why.";
        if (version.state() == ModelState.CANARY) {
            takeBack(version, reason);
        } else {
            refuse(version, reason);
        }
    }

    /** Frees all, whoever is on it. */
    void close() {
        endTrial();
        versions.all().stream()
                .filter(version -> version.held() && !version.closing())
                .forEach(devices::free);
    }

    private void log(Version version, String state) {
        log.info("Version {}: → {}", version.number(), state);
    }
}
