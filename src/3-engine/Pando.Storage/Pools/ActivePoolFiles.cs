using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;

namespace Pando.Storage.Pools;

/// <summary>Which pools are active, a file each in the run directory: a daemon that died finds them, another boot does not.</summary>
internal sealed class ActivePoolFiles(InstancePaths paths)
{
    private const string Ending = ".xml";

    private string BootMark => Path.Combine(paths.PoolRuns, "boot");

    /// <summary>Whether pools were opened in this boot already.</summary>
    public bool IsOfThisBoot() => File.Exists(BootMark) && File.ReadAllText(BootMark).Trim() == ProcessIdentity.CurrentBootId;

    /// <summary>Begins anew where another boot left them.</summary>
    public void BeginBoot()
    {
        if (Directory.Exists(paths.PoolRuns))
        {
            Directory.Delete(paths.PoolRuns, recursive: true);
        }
        Directory.CreateDirectory(paths.PoolRuns);
        File.WriteAllText(BootMark, ProcessIdentity.CurrentBootId + "\n");
    }

    /// <summary>The pools that were active when their daemon ended.</summary>
    public IReadOnlyList<PoolDefinition> ReadAll() =>
        [.. Directory.EnumerateFiles(paths.PoolRuns, "*" + Ending).Select(TryRead).OfType<PoolDefinition>()];

    public void Write(PoolDefinition live)
    {
        Directory.CreateDirectory(paths.PoolRuns);
        var path = PathOf(live.Id);
        // No fsync: after a crash of the host no pool is active either.
        File.WriteAllText(path + ".new", PoolXml.Write(live));
        File.Move(path + ".new", path, overwrite: true);
    }

    public void Delete(PoolId id) => File.Delete(PathOf(id));

    private string PathOf(PoolId id) => Path.Combine(paths.PoolRuns, id + Ending);

    private static PoolDefinition? TryRead(string path)
    {
        try
        {
            return PoolXml.Read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is PandoException or IOException or UnauthorizedAccessException)
        {
            // Half written by a daemon that died: the pool was not active yet.
            return null;
        }
    }
}
