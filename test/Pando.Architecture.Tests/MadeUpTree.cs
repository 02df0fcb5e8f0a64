namespace Pando.Architecture.Tests;

/// <summary>A source tree made for one test.</summary>
internal sealed class MadeUpTree : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pando-layers-").FullName;

    public void Add(string layer, string mayDependOn, string project, params string[] references)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, layer, project)).FullName;
        File.WriteAllText(System.IO.Path.Combine(Path, layer, "README.md"), $"# {layer}\nMay depend on: {mayDependOn}\n");
        var items = string.Concat(references.Select(reference => $"<ProjectReference Include=\"../../x/{reference}/{reference}.csproj\" />"));
        File.WriteAllText(System.IO.Path.Combine(folder, project + ".csproj"), $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{items}</ItemGroup></Project>");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
