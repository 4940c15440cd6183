package com.relativity.sync.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

/** What only the source says of settings: the order they are written in, and their Javadoc. */
final class SettingSources {

    /** A {@code @ConfigProperty} of ours: its type as written, constants where that is an enum beside it, and what its Javadoc says. */
    record Single(String name, String defaultValue, List<String> choices, String comment, String room) {}

    /** Interfaces by canonical name, each with its methods and their comments in the order of the source; empty where there is none. */
    final Map<String, Map<String, String>> mappings = new LinkedHashMap<>();

    final List<Single> singles = new ArrayList<>();

    static SettingSources read(Path sources) throws IOException {
        var read = new SettingSources();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> all = Files.walk(sources)) {
            var withSettings = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(SettingSources::namesSettings)
                    .sorted()
                    .toList();
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(withSettings));
            var comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                read.new Scanner(comments, unit.getPackageName().toString()).scan(unit, null);
            }
        }
        return read;
    }

    private static boolean namesSettings(Path file) {
        try {
            String text = Files.readString(file);
            return text.contains("@ConfigMapping") || text.contains("@ConfigProperty");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private final class Scanner extends TreePathScanner<Void, Void> {

        private final DocTrees comments;
        private final String inPackage;

        Scanner(DocTrees comments, String inPackage) {
            this.comments = comments;
            this.inPackage = inPackage;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            if (type.getKind() == Tree.Kind.INTERFACE && method.getBody() == null) {
                mappings.computeIfAbsent(canonicalName(), first -> new LinkedHashMap<>())
                        .put(method.getName().toString(), body(getCurrentPath()));
            }
            return super.visitMethod(method, nothing);
        }

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            variable.getModifiers().getAnnotations().stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().endsWith("ConfigProperty"))
                    .map(SettingSources::values)
                    .filter(values -> values.get("name").startsWith("sync."))
                    .forEach(values -> singles.add(new Single(
                            values.get("name"),
                            values.get("defaultValue"),
                            choices(variable.getType().toString()),
                            comment(variable),
                            room())));
            return super.visitVariable(variable, nothing);
        }

        private String comment(VariableTree variable) {
            String own = body(getCurrentPath());
            var around = comments.getDocCommentTree(getCurrentPath().getParentPath());
            if (!own.isEmpty() || around == null) {
                return own;
            }
            return around.getBlockTags().stream()
                    .filter(tag -> tag instanceof ParamTree param
                            && param.getName().getName().contentEquals(variable.getName()))
                    .map(tag -> text(((ParamTree) tag).getDescription()))
                    .findFirst()
                    .orElse("");
        }

        private String body(TreePath path) {
            var comment = comments.getDocCommentTree(path);
            return comment == null ? "" : text(comment.getFullBody());
        }

        private List<String> choices(String type) {
            var names = new ArrayList<String>();
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree one, Void nothing) {
                    if (one.getKind() == Tree.Kind.ENUM && one.getSimpleName().contentEquals(type)) {
                        one.getMembers().stream()
                                .filter(member -> member instanceof VariableTree)
                                .forEach(constant -> names.add(
                                        ((VariableTree) constant).getName().toString()));
                    }
                    return super.visitClass(one, nothing);
                }
            }.scan(new TreePath(getCurrentPath().getCompilationUnit()), null);
            return names;
        }

        private String canonicalName() {
            var name = new ArrayList<String>();
            for (Tree part : getCurrentPath()) {
                if (part instanceof ClassTree type) {
                    name.add(0, type.getSimpleName().toString());
                }
            }
            return inPackage + "." + String.join(".", name);
        }

        private String room() {
            return SettingSources.room(inPackage);
        }
    }

    static String room(String packageName) {
        return packageName.replace("com.relativity.sync.", "").replaceAll("\\..*", "");
    }

    /** Elements of an annotation; a name of a constant stays a name. */
    private static Map<String, String> values(AnnotationTree annotation) {
        return annotation.getArguments().stream()
                .map(AssignmentTree.class::cast)
                .collect(Collectors.toMap(
                        value -> value.getVariable().toString(),
                        value -> value.getExpression() instanceof com.sun.source.tree.LiteralTree literal
                                ? literal.getValue().toString()
                                : value.getExpression().toString()));
    }

    /** As Markdown; a link to another setting of the same interface stays a {@code #method} for who knows its name. */
    private static String text(List<? extends DocTree> parts) {
        var text = new StringBuilder();
        for (DocTree part : parts) {
            if (part instanceof LiteralTree literal) {
                text.append('`').append(literal.getBody().getBody()).append('`');
            } else if (part instanceof LinkTree link) {
                text.append('`').append(link.getReference().getSignature()).append('`');
            } else {
                text.append(part);
            }
        }
        return text.toString().replaceAll("\\s+", " ").trim();
    }
}
