package org.mococxr.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/** Films of 16 bits allocated, of which each copy counts as another film. */
final class DrawnFilms {
    private static final int DRAWN = 4;

    private final List<byte[]> drawn;
    private final List<DicomObject> read;
    private int copies;

    DrawnFilms(int shortSidePixels) {
        var options = PhantomStudyOptions.usual().withShortSidePixels(shortSidePixels);
        this.drawn = LongStream.rangeClosed(1, DRAWN)
                .mapToObj(seed ->
                        PhantomStudy.dicom(seed % 2 == 0 ? PhantomKind.EFFUSION : PhantomKind.NORMAL, seed, options))
                .toList();
        this.read = drawn.stream().map(DicomReader::read).toList();
    }

    /** Another instance of another study; shares the pixels, so that a sender costs little more than its network. */
    DicomObject next() {
        copies++;
        var object = read.get(copies % DRAWN);
        var dataset = new Attributes(object.dataset());
        for (var tag : new int[] {Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID}) {
            dataset.setString(
                    tag, VR.UI, dataset.getString(tag, "1.2") + "." + dataset.getInt(Tag.Rows, 0) + "." + copies);
        }
        return DicomObject.of(dataset, object.transferSyntax());
    }

    List<byte[]> files() {
        return new ArrayList<>(drawn);
    }
}
