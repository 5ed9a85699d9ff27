package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.inference.DeviceRequest;
import org.junit.jupiter.api.Test;

class ViewSubjectTest {
    private final ActorRef<DeviceRequest> first =
            TestInbox.<DeviceRequest>create().getRef();
    private final ActorRef<DeviceRequest> second =
            TestInbox.<DeviceRequest>create().getRef();
    private final ViewSubject subject = new ViewSubject(first);

    @Test
    void isShownByTheOtherDeviceFromTheMoveOn() {
        subject.show(3);
        subject.moveTo(second, 5);
        assertThat(subject.device()).isSameAs(first);
        assertThat(subject.revision()).isEqualTo(3);

        assertThat(subject.move()).isTrue();

        assertThat(subject.device()).isSameAs(second);
        assertThat(subject.revision()).isEqualTo(5);
        assertThat(subject.move()).isFalse();
    }

    @Test
    void isNobodyThereEitherWhenItWasHiddenBeforeTheMove() {
        subject.show(3);
        subject.moveTo(second, 5);

        subject.hide();
        subject.move();

        assertThat(subject.isThere()).isFalse();
    }

    @Test
    void mayStillBeThereWhenThisDeviceLostIt() {
        subject.show(3);
        subject.moveTo(second, 5);

        subject.lose();
        assertThat(subject.isThere()).isFalse();
        subject.move();

        assertThat(subject.revision()).isEqualTo(5);
    }
}
