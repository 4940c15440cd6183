package com.relativity.sync.architecture;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is packaged has the versions that Quarkus was tested with. */
class PomTest {

    @Test
    void whatIsPackaged_hasItsVersionFromTheBom() throws Exception {
        var ownVersions = new ArrayList<String>();
        int packaged = 0;

        for (Element dependency : dependencies()) {
            if (!"test".equals(text(dependency, "scope"))) {
                packaged++;
                if (text(dependency, "version") != null) {
                    ownVersions.add(text(dependency, "artifactId"));
                }
            }
        }

        assertTrue(packaged > 10, "found only " + packaged);
        assertEquals(
                List.of(),
                ownVersions,
                "Take these from the BOM, or have a decision record say why not and name them here");
    }

    @Test
    void aVersionIsAPropertyOfTheHead() throws Exception {
        for (Element dependency : dependencies()) {
            String version = text(dependency, "version");
            assertTrue(
                    version == null || version.startsWith("${"), () -> text(dependency, "artifactId") + " " + version);
        }
    }

    private static List<Element> dependencies() throws Exception {
        var project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("pom.xml"))
                .getDocumentElement();
        var found = new ArrayList<Element>();
        for (Element child : children(project)) {
            if (child.getTagName().equals("dependencies")) {
                found.addAll(children(child));
            }
        }
        return found;
    }

    private static String text(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse(null);
    }

    private static List<Element> children(Element element) {
        var children = new ArrayList<Element>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element one) {
                children.add(one);
            }
        }
        return children;
    }
}
