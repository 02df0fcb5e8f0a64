using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Domains.Saving;

/// <summary>
/// The file that a job makes: under a hidden name with the job's in it until it is whole, then under its own, in place of
/// what had that. A job that died finds its half by name.
/// </summary>
internal sealed class TargetFile(string path, string job)
{
    private readonly string _name = System.IO.Path.GetFileName(path);

    public string Path => path;

    /// <summary>Its name until then.</summary>
    public string DraftPath => System.IO.Path.Join(System.IO.Path.GetDirectoryName(path), DraftName);

    private string DraftName => $".{_name}.{job}.part";

    /// <summary>Begins it. Throws like the file system does.</summary>
    public SafeFileHandle Create()
    {
        using var folder = OpenFolder();
        folder.Remove(DraftName);
        if (folder.TryStatus(_name) is { Kind: not FileKind.Regular })
        {
            throw new IOException($"{path} is there and is no file.");
        }
        return folder.CreateFile(DraftName);
    }

    /// <summary>Gives it its name, durably.</summary>
    public void Publish()
    {
        using var folder = OpenFolder();
        folder.Replace(DraftName, _name);
        folder.Sync();
    }

    /// <summary>Takes its name from it again.</summary>
    public void Unpublish()
    {
        using var folder = OpenFolder();
        if (folder.TryStatus(DraftName) is null && folder.TryStatus(_name) is not null)
        {
            folder.Replace(_name, DraftName);
        }
    }

    /// <summary>Removes the half.</summary>
    public void Abandon()
    {
        try
        {
            using var folder = OpenFolder();
            folder.Remove(DraftName);
        }
        catch (PathWalkException e) when (e.Reason == PathRefusalReason.Missing)
        {
            // The folder is gone, and the half with it.
        }
    }

    private Folder OpenFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        return new Folder(PathWalk.OpenDirectory(folder), folder);
    }
}
