package org.balancehead.actors.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.model.HeadModel;

/** Inverts people and renders them: the model, and of each session its inversion and the avatar that is shown. */
final class HeadWorkbench implements Workbench {
    private final HeadModel model;
    private final Map<SessionId, Person> people = new HashMap<>();

    HeadWorkbench(HeadModel model) {
        this.model = model;
    }

    @Override
    public Optional<ServedModel> model() {
        return Optional.of(new ServedModel(model.version(), model.imageSize()));
    }

    @Override
    public Outcome run(Work work) {
        if (work instanceof Work.RenderView view) {
            Person person = people.get(work.session());
            return person == null ? new Outcome.AvatarMissing() : person.render(model, view.camera());
        }
        if (work instanceof Work.InvertSlice slice) {
            return invert(slice);
        }
        throw new IllegalArgumentException(
                "A head model cannot do " + work.getClass().getSimpleName() + ".");
    }

    private Outcome invert(Work.InvertSlice slice) {
        if (slice.start().isEmpty()) {
            Person person = people.get(slice.session());
            return person == null ? new Outcome.InversionMissing() : person.step(slice);
        }
        Person person = people.computeIfAbsent(slice.session(), session -> new Person());
        person.begin(model, slice.start());
        return person.step(slice);
    }

    @Override
    public void forget(SessionId session) {
        Person person = people.remove(session);
        if (person != null) {
            person.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(people.keySet()).forEach(this::forget);
        model.close();
    }
}
