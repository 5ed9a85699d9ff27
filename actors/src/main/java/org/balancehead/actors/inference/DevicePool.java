package org.balancehead.actors.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.LiveMetrics;

/**
 * The devices on which one model version is open, or faces are analysed, as one: gives each session a device at its
 * first piece of work, and passes on what it asks.
 *
 * <p>A session stays on its device, where its avatar is. When that is given up, the session continues on another one,
 * which shows at once what it saw last; until that is settled its work is refused as while a device restarts. A device
 * whose dispatcher fails is given up, too, and its sessions begin anew. The pool takes work when every device has
 * opened or was given up, as long as one is ready; when the last is given up, all work is refused.
 */
public final class DevicePool extends AbstractBehavior<DevicePool.Command> {
    sealed interface Command permits DeviceRequest, DeviceTold {}

    private record DeviceTold(DeviceStatus status) implements Command {}

    private final int number;
    private final ActorRef<PoolStatus> owner;
    private final LiveMetrics metrics;
    private final Map<ActorRef<?>, PooledDevice> devices;
    private final Seating seating;
    private Optional<ServedModel> model = Optional.empty();
    private boolean ready;
    private boolean closing;

    /**
     * Devices that render and invert with one model version, opened on each of those that the settings name.
     *
     * @param number of the version
     * @param openers by the name of the device
     */
    public static Behavior<DeviceRequest> ofModel(
            int number,
            Function<String, ModelOpener> openers,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        List<Spec> specs = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (String device : settings.devices()) {
            int time = times.merge(device, 1, Integer::sum);
            ModelOpener opener = openers.apply(device);
            specs.add(new Spec(
                    new DeviceLabel(time == 1 ? device : device + "#" + time, number),
                    HeadWorkbench.LANES,
                    (name, failed) ->
                            new HeadWorkbench(() -> WarmUp.of(opener.open()), settings.memoryBudget(), name, failed)));
        }
        return create(number, specs, settings, owner, metrics).narrow();
    }

    /** One thread that analyses faces. */
    public static Behavior<DeviceRequest> ofAnalyzer(
            String device,
            AnalyzerOpener analyzer,
            int cropSize,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        Spec spec = new Spec(
                new DeviceLabel(device, 0),
                FaceWorkbench.LANES,
                (name, failed) -> new FaceWorkbench(analyzer, cropSize, name, failed));
        return create(0, List.of(spec), settings, owner, metrics).narrow();
    }

    /** A device that is to be started. */
    record Spec(DeviceLabel label, Set<Lane> lanes, Workbench.Maker maker) {}

    static Behavior<Command> create(
            int number, List<Spec> specs, InferenceSettings settings, ActorRef<PoolStatus> owner, LiveMetrics metrics) {
        return Behaviors.setup(context -> {
            ActorRef<DeviceStatus> statuses = context.messageAdapter(DeviceStatus.class, DeviceTold::new);
            Map<ActorRef<?>, PooledDevice> devices = new LinkedHashMap<>();
            for (Spec spec : specs) {
                ActorRef<DeviceDispatcher.Command> dispatcher = context.spawnAnonymous(
                        DeviceDispatcher.create(spec.label(), spec.lanes(), spec.maker(), settings, statuses, metrics));
                context.watch(dispatcher);
                devices.put(dispatcher, new PooledDevice(spec.label(), dispatcher));
            }
            DevicePool pool = new DevicePool(context, number, devices, owner, metrics);
            devices.values().forEach(pool::tellHowItStands);
            return pool;
        });
    }

    private DevicePool(
            ActorContext<Command> context,
            int number,
            Map<ActorRef<?>, PooledDevice> devices,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        super(context);
        this.number = number;
        this.devices = devices;
        this.owner = owner;
        this.metrics = metrics;
        this.seating = new Seating(List.copyOf(devices.values()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DeviceRequest.Submit.class, this::onSubmit)
                .onMessage(DeviceRequest.CopyShown.class, this::onCopyShown)
                .onMessage(DeviceRequest.ForgetPerson.class, this::onForgetPerson)
                .onMessage(DeviceRequest.EndSession.class, this::onEndSession)
                .onMessage(DeviceRequest.Close.class, close -> onClose())
                .onMessage(DeviceTold.class, this::onDeviceTold)
                .onSignal(ChildFailed.class, this::onDispatcherFailed)
                .onSignal(Terminated.class, this::onDispatcherEnded)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onSubmit(DeviceRequest.Submit submit) {
        Work work = submit.work();
        Optional<PooledDevice> device = seating.of(work.session()).or(() -> seat(work.session()));
        if (device.filter(PooledDevice::mayTakeWork).isPresent() && !closing) {
            device.get().tell(submit);
        } else {
            Refusal why = closing || lastIsGone() ? Refusal.DEVICE_FAILED : Refusal.DEVICE_RESTARTS;
            metrics.work().dropped(why.countsAs());
            work.replyTo().tell(new Outcome.WorkRefused(why));
        }
        return this;
    }

    private Optional<PooledDevice> seat(SessionId session) {
        Optional<PooledDevice> device = seating.seat(session);
        device.ifPresent(this::tellHowItStands);
        return device;
    }

    private boolean lastIsGone() {
        return devices.values().stream().noneMatch(PooledDevice::mayTakeWork);
    }

    private Behavior<Command> onCopyShown(DeviceRequest.CopyShown copy) {
        seating.of(copy.session())
                .filter(PooledDevice::mayTakeWork)
                .ifPresentOrElse(
                        device -> device.tell(copy),
                        () -> copy.replyTo().tell(new DeviceRequest.ShownCopy(Optional.empty())));
        return this;
    }

    private Behavior<Command> onForgetPerson(DeviceRequest.ForgetPerson forget) {
        seating.of(forget.session()).ifPresent(device -> device.forget(forget));
        return this;
    }

    private Behavior<Command> onEndSession(DeviceRequest.EndSession end) {
        seating.end(end.session()).ifPresent(device -> {
            device.tell(end);
            tellHowItStands(device);
        });
        return this;
    }

    private Behavior<Command> onDeviceTold(DeviceTold told) {
        DeviceStatus status = told.status();
        devices.values().stream()
                .filter(device -> device.label().equals(status.device()))
                .findFirst()
                .ifPresent(device -> onStatus(device, status));
        return this;
    }

    private void onStatus(PooledDevice device, DeviceStatus status) {
        if (status instanceof DeviceStatus.DeviceReady opened) {
            device.becameReady();
            model = opened.model();
            tellHowItStands(device);
            tellOwner(Optional.empty());
        } else if (status instanceof DeviceStatus.DeviceDown down) {
            onDown(device, down.reason(), down.forGood());
            if (down.forGood()) {
                device.tell(new DeviceDispatcher.HandOver());
            }
        } else if (status instanceof DeviceStatus.HandedOver handed) {
            empty(device, handed.kept());
        }
    }

    private void onDown(PooledDevice device, String reason, boolean forGood) {
        device.failed(forGood);
        tellHowItStands(device);
        tellOwner(Optional.of(reason));
    }

    /** @param failure of a device, if that is the occasion */
    private void tellOwner(Optional<String> failure) {
        boolean before = ready;
        ready = devices.values().stream().noneMatch(device -> device.state() == DeviceState.OPENING)
                && devices.values().stream().anyMatch(device -> device.state() == DeviceState.READY);
        if (ready && !before) {
            owner.tell(new PoolStatus.PoolReady(number, model));
        } else if (ready) {
            failure.ifPresent(reason -> owner.tell(new PoolStatus.DeviceFailed(number, reason)));
        } else {
            failure.ifPresent(reason -> owner.tell(new PoolStatus.PoolDown(number, reason, lastIsGone())));
        }
    }

    /** Its sessions continue elsewhere, those that saw an avatar with that one; if nothing is left, nowhere. */
    private void empty(PooledDevice device, Map<SessionId, KeptAvatar> kept) {
        for (SessionId session : device.sessions()) {
            Optional<KeptAvatar> avatar =
                    Optional.ofNullable(kept.get(session)).filter(seen -> device.mayShowAgain(session));
            seat(session).ifPresent(next -> {
                avatar.ifPresent(seen -> next.tell(new DeviceDispatcher.Adopt(session, seen)));
                getContext().getLog().info("Session {}: device {} → {}", session, device.label(), next.label());
            });
        }
        tellHowItStands(device);
    }

    private Behavior<Command> onDispatcherFailed(ChildFailed failed) {
        PooledDevice device = devices.get(failed.getRef());
        if (device != null && !closing) {
            getContext().getLog().error("Device {}: its dispatcher failed", device.label(), failed.cause());
            onDown(device, "The device ended unexpectedly; the log says why.", true);
            empty(device, Map.of());
        }
        return onDispatcherEnded(failed);
    }

    private Behavior<Command> onDispatcherEnded(Terminated ended) {
        PooledDevice device = devices.remove(ended.getRef());
        if (device != null) {
            metrics.devices().deviceGone(device.label());
        }
        return endWhenFree();
    }

    private Behavior<Command> onClose() {
        closing = true;
        devices.values().forEach(device -> device.tell(new DeviceRequest.Close()));
        return endWhenFree();
    }

    private Behavior<Command> endWhenFree() {
        return closing && devices.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onStopped() {
        devices.values().forEach(device -> metrics.devices().deviceGone(device.label()));
        return this;
    }

    private void tellHowItStands(PooledDevice device) {
        metrics.devices().deviceStands(device.label(), device.state(), device.load());
    }
}
