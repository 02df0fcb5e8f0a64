namespace Pando.Architecture.Tests;

public class LayerTests
{
    [Fact]
    public void Arrows_point_down_as_the_layers_READMEs_say() => Assert.Empty(BrokenArrows(Path.Combine(RepositoryFolder.Path, "src")));

    [Fact]
    public void A_README_of_a_layer_has_at_most_six_lines()
    {
        var long_ = Directory.GetDirectories(Path.Combine(RepositoryFolder.Path, "src"))
            .Where(layer => File.ReadAllLines(Path.Combine(layer, "README.md")).Length > 6);
        Assert.Empty(long_);
    }

    [Fact]
    public void A_new_arrow_against_the_rule_is_found()
    {
        using var tree = new MadeUpTree();
        tree.Add("1-wire", "nothing", "Pando.Low", references: "Pando.High");
        tree.Add("2-model", "1-wire", "Pando.High");
        Assert.Equal(["Pando.Low -> Pando.High"], BrokenArrows(tree.Path));
    }

    [Fact]
    public void An_engine_project_may_not_name_another()
    {
        using var tree = new MadeUpTree();
        tree.Add("3-engine", "2-model", "Pando.One", references: "Pando.Two");
        tree.Add("3-engine", "2-model", "Pando.Two");
        Assert.Equal(["Pando.One -> Pando.Two"], BrokenArrows(tree.Path));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "Pando.slnx"));
        var projects = new[] { "src", "test", "bench", "eng" }
            .Select(folder => Path.Combine(RepositoryFolder.Path, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(RepositoryFolder.Path, path));
        Assert.All(projects, project => Assert.Contains($"Path=\"{project}\"", solution, StringComparison.Ordinal));
    }

    private static List<string> BrokenArrows(string source)
    {
        var rules = Directory.GetDirectories(source).Select(LayerRules.Read).ToDictionary(rule => rule.Layer, StringComparer.Ordinal);
        var projects = SourceProject.All(source);
        var layerOf = projects.ToDictionary(project => project.Name, project => project.Layer, StringComparer.Ordinal);
        return [.. projects
            .SelectMany(project => project.References.Select(to => (project.Layer, Arrow: new Arrow(project.Name, to))))
            .Where(found => !IsAllowed(found.Arrow, layerOf[found.Arrow.To], rules[found.Layer]))
            .Select(found => found.Arrow.ToString())];
    }

    private static bool IsAllowed(Arrow arrow, string toLayer, LayerRules rules)
    {
        var only = rules.Only.Where(special => special.From == arrow.From).ToList();
        if (only.Count > 0)
        {
            return only.Contains(arrow);
        }
        return rules.MayDependOn.Contains(toLayer) || rules.Exceptions.Contains(arrow);
    }
}
