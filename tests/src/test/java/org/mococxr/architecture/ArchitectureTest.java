package org.mococxr.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part may know which: the picture in the README, kept by a test. */
@AnalyzeClasses(packages = "org.mococxr", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] GATEWAY = {
        "org.mococxr.dicom..",
        "org.mococxr.film..",
        "org.mococxr.gate..",
        "org.mococxr.inbox..",
        "org.mococxr.report..",
        "org.mococxr.phantom..",
        "org.mococxr.observation..",
        "org.mococxr.secrecy..",
        "org.mococxr.spreadsheet.."
    };
    private static final String[] EXPORTER = {
        "org.mococxr.network..",
        "org.mococxr.checkpoint..",
        "org.mococxr.evaluation..",
        "org.mococxr.onnx..",
        "org.mococxr.inference..",
        "org.mococxr.modelpackage..",
        "org.mococxr.inputcheck",
        "org.mococxr.json.."
    };
    private static final String[] TRAINER = {
        "org.mococxr.lab..",
        "org.mococxr.tensors..",
        "org.mococxr.filmlist..",
        "org.mococxr.augmentation..",
        "org.mococxr.pretraining..",
        "org.mococxr.finetuning..",
        "org.mococxr.inputcheck.fitting",
        "org.mococxr.chance..",
        "org.mococxr.run..",
        "org.mococxr.weights..",
        "org.mococxr.charts..",
        "org.mococxr.labels..",
        "org.mococxr.probing..",
        "org.mococxr.assessment..",
        "org.mococxr.sweep..",
        "org.mococxr.layouts..",
        "org.mococxr.localisation..",
        "org.mococxr.shortcuts..",
        "org.mococxr.filmcheck.."
    };
    private static final String APPLIANCE = "org.mococxr.appliance..";

    @ArchTest
    static final ArchRule theGatewayKnowsNoOtherModule = noClasses()
            .that()
            .resideInAnyPackage(GATEWAY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(concat(concat(EXPORTER, TRAINER), APPLIANCE));

    @ArchTest
    static final ArchRule theExporterKnowsOnlyTheGateway = noClasses()
            .that()
            .resideInAnyPackage(EXPORTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(concat(TRAINER, APPLIANCE));

    @ArchTest
    static final ArchRule theBoxAndTheTrainerDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage(APPLIANCE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINER)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..");

    @ArchTest
    static final ArchRule theTrainerDoesNotKnowTheBox = noClasses()
            .that()
            .resideInAnyPackage(TRAINER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(APPLIANCE);

    @ArchTest
    static final ArchRule onlyTensorsSeesDjl = noClasses()
            .that()
            .resideOutsideOfPackage("org.mococxr.tensors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..");

    @ArchTest
    static final ArchRule onlyInferenceSeesOnnxRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("org.mococxr.inference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..");

    /** What reads no XML has none of its vulnerabilities (dcm4che 1181 and GHSA-9g23-9gp3-gcq8: external entities). */
    @ArchTest
    static final ArchRule theBoxReadsNoXml = noClasses()
            .that()
            .resideInAnyPackage(concat(GATEWAY, APPLIANCE))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.xml..", "org.xml..");

    @ArchTest
    static final ArchRule onlyTheWebSeesItsServer = noClasses()
            .that()
            .resideOutsideOfPackage("org.mococxr.appliance.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    /** What they share lies below them: {@code frame}, {@code door}, {@code box}, {@code language}, {@code html}. */
    @ArchTest
    static final ArchRule subjectsOfThePagesDoNotKnowEachOther = slices().matching(
                    "org.mococxr.appliance.web.(films|uploads|models|people|system)")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule everyClassBelongsToAKnownPart = classes()
            .that()
            .resideInAPackage("org.mococxr..")
            .should()
            .resideInAnyPackage(concat(concat(concat(GATEWAY, EXPORTER), TRAINER), APPLIANCE));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.mococxr.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyMainsExit =
            noClasses().that().haveSimpleNameNotEndingWith("Main").should().callMethod(System.class, "exit", int.class);

    private static String[] concat(String[] left, String... right) {
        var all = new String[left.length + right.length];
        System.arraycopy(left, 0, all, 0, left.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }
}
