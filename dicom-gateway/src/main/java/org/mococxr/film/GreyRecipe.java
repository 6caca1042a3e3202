package org.mococxr.film;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the stored values of a DICOM film become grey. A model must meet on the box what it learned from, so each states its recipe; a
 * PNG or JPEG film is grey already.
 */
public enum GreyRecipe {
    /**
     * As a radiologist's screen shows it (PS3.3 C.11): modality LUT, VOI LUT or window, polarity. Collections whose pictures were made
     * with the window of the header, such as NIH ChestX-ray14, look like this.
     */
    DISPLAY("display/1"),
    /**
     * As MIMIC-CXR-JPG was made from DICOM, and as CheXpert's pictures look: the range of stored values stretched to 8 bits, MONOCHROME1
     * inverted, the histogram equalised. Window and tables are passed over.
     */
    EQUALISED("equalised/1");

    private final String recipe;

    GreyRecipe(String recipe) {
        this.recipe = recipe;
    }

    /** Name and version of the arithmetic. */
    public String recipe() {
        return recipe;
    }

    /** The one among the recipes that a model names. */
    public static Optional<GreyRecipe> among(List<String> recipes) {
        return Arrays.stream(values()).filter(it -> recipes.contains(it.recipe)).findFirst();
    }
}
