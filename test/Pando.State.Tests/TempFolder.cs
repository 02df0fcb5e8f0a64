namespace Pando.State.Tests;

/// <summary>A folder of this test's own, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    private TempFolder(string parent) =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"pando-state-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public string Database => this["state.db"];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>On a disk, where what is written lasts.</summary>
    public static TempFolder OnDisk() => new(System.IO.Path.GetTempPath());

    /// <summary>In memory where there is such a file system, for what needs no disk but many commits.</summary>
    public static TempFolder InMemory() => new(Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
