namespace Pando.Jobs.Tests.Sample;

/// <summary>What the sample job changes: a folder of files, which survives the process.</summary>
internal sealed class World
{
    private readonly string _folder;

    public World(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    public IReadOnlyList<string> Things => [.. Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public void Make(string thing) => File.WriteAllText(Path.Combine(_folder, thing), "");

    public void Remove(string thing) => File.Delete(Path.Combine(_folder, thing));
}
