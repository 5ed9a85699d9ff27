package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void allowsABurstOfTwoSecondsThenTheRate() {
        TokenBucket bucket = new TokenBucket(5, 0);

        int burst = takenAt(bucket, 0);
        int later = takenAt(bucket, SECOND);

        assertThat(burst).isEqualTo(10);
        assertThat(later).isEqualTo(5);
    }

    @Test
    void savesNoMoreThanItsCapacity() {
        TokenBucket bucket = new TokenBucket(5, 0);

        int taken = takenAt(bucket, 1000 * SECOND);

        assertThat(taken).isEqualTo(10);
    }

    private static int takenAt(TokenBucket bucket, long nowNanos) {
        int taken = 0;
        while (bucket.tryTake(nowNanos)) {
            taken++;
        }
        return taken;
    }
}
