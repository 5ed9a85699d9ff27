package org.balancehead.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** How packages and types are called, and that each package says what it is for. */
final class NamingRules {
    private NamingRules() {}

    static ArchRule packagesAreNounsOfTheDomain() {
        return noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..helper..", "..misc..");
    }

    static ArchRule typesHaveNoEmptySuffix() {
        return noClasses().should().haveNameMatching(".*(Impl|Manager|Helpers?|Utils?|Base|Data)");
    }

    static ArchRule everyPackageIsDescribed() {
        return classes().should(new LieInADescribedPackage());
    }

    private static final class LieInADescribedPackage extends ArchCondition<JavaClass> {
        LieInADescribedPackage() {
            super("lie in a package with a package-info.java that is @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean described = type.getPackage()
                    .tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            String message = "%s lies in %s, which has no @NullMarked package-info.java"
                    .formatted(type.getFullName(), type.getPackageName());
            events.add(new SimpleConditionEvent(type, described, message));
        }
    }
}
