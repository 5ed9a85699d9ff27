package org.balancehead.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/**
 * The model's types that other modules use show no type of the tensor engine in their public members.
 * {@code TensorEngine} itself is let through: commands open it on a device and hand it back in.
 */
final class ModelEdgeRule {
    private static final String MODEL = "org.balancehead.model";
    private static final String ENGINE = "ai.djl.";
    private static final String HANDLE = "org.balancehead.model.tensor.TensorEngine";

    private ModelEdgeRule() {}

    static ArchRule engineTypesStayInside() {
        return classes()
                .that()
                .resideOutsideOfPackages(MODEL + "..", "ai.djl..")
                .should(new UseOnlyModelTypesWithoutEngineTypes());
    }

    private static final class UseOnlyModelTypesWithoutEngineTypes extends ArchCondition<JavaClass> {
        UseOnlyModelTypesWithoutEngineTypes() {
            super("use only types of the model whose public members show no type of " + ENGINE);
        }

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            user.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(used -> used.getPackageName().startsWith(MODEL)
                            && !used.getName().equals(HANDLE))
                    .distinct()
                    .flatMap(used -> used.getMembers().stream())
                    .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC) && showsTheEngine(member))
                    .forEach(member -> events.add(SimpleConditionEvent.violated(
                            user, "%s uses %s".formatted(user.getName(), member.getFullName()))));
        }

        private static boolean showsTheEngine(JavaMember member) {
            Stream<JavaType> shown = member instanceof JavaCodeUnit code
                    ? Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream())
                    : Stream.of(((JavaField) member).getType());
            return shown.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .anyMatch(type -> type.getName().startsWith(ENGINE));
        }
    }
}
