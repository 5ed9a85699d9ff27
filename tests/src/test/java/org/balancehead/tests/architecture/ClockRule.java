package org.balancehead.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs live measures time by {@link System#nanoTime}, because the wall's clock jumps when it is set: deadlines,
 * paces and ages must not.
 */
final class ClockRule {
    private static final String OURS = "org.balancehead.";

    private static final Set<String> LIVE = Set.of(
            "org.balancehead.actors..",
            "org.balancehead.streaming..",
            "org.balancehead.server.http..",
            "org.balancehead.server.websocket..",
            "org.balancehead.server.security..",
            "org.balancehead.server.avatars..");

    private static final Set<Class<?>> MOMENTS = Set.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Calendar.class);

    private ClockRule() {}

    /** @param excepted that speak of the wall's clock with others, or guard against its jumps themselves */
    static ArchRule liveCodeReadsNoWallClock(String... excepted) {
        Set<String> names = Stream.of(excepted).map(OURS::concat).collect(Collectors.toSet());
        return noClasses()
                .that(resideInAnyPackage(LIVE.toArray(String[]::new)))
                .and(describe("are not excepted", type -> !names.contains(outermost(type))))
                .should()
                .accessTargetWhere(readsTheWallClock());
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheWallClock() {
        return describe(
                "the wall's clock",
                access -> access.getTarget() instanceof CodeUnitAccessTarget called && reads(called));
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ClockRule::outermost).orElseGet(type::getName);
    }

    private static boolean reads(CodeUnitAccessTarget called) {
        JavaClass owner = called.getOwner();
        String name = called.getName();
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Date.class)) {
            return name.equals("<init>") && called.getRawParameterTypes().isEmpty();
        }
        if (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class)) {
            return name.startsWith("system") || name.startsWith("tick");
        }
        return MOMENTS.stream().anyMatch(owner::isEquivalentTo) && (name.equals("now") || name.equals("getInstance"));
    }
}
