using Microsoft.Win32.SafeHandles;
using Pando.Linux;
using Pando.Linux.Files;

namespace Pando.Storage.FileSystems;

/// <summary>
/// A file that is being made: it has a hidden name with its maker's in it, and gets its own name when it is whole, unless
/// another has taken that meanwhile. A maker that died finds its draft by name and removes it.
/// </summary>
internal sealed class FileDraft : IDisposable
{
    private readonly Folder _folder;
    private readonly string _name;
    private readonly string _draftName;

    private FileDraft(Folder folder, string name, string draftName, SafeFileHandle file)
    {
        _folder = folder;
        _name = name;
        _draftName = draftName;
        File = file;
    }

    /// <summary>The open file.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Where it is now, for errors.</summary>
    public string Path => System.IO.Path.Join(_folder.Path, _draftName);

    /// <summary>Begins one, in place of what the same maker left behind.</summary>
    /// <param name="folder">Where; stays the caller's.</param>
    /// <param name="name">The name that it gets.</param>
    /// <param name="owner">Who makes it.</param>
    public static FileDraft Begin(Folder folder, string name, string owner)
    {
        var draftName = NameOf(name, owner);
        folder.Remove(draftName);
        return new FileDraft(folder, name, draftName, folder.CreateFile(draftName));
    }

    /// <summary>Removes what a maker left behind. False when there was nothing.</summary>
    public static bool Remove(Folder folder, string name, string owner) => folder.Remove(NameOf(name, owner));

    /// <summary>Brings it to the disk and gives it its name. False when the name is taken: it stays a draft then.</summary>
    public bool TryPublish()
    {
        RandomAccess.FlushToDisk(File);
        if (!TryName())
        {
            return false;
        }
        _folder.Sync();
        return true;
    }

    /// <summary>Brings it to the disk and gives it its name, in place of what has it.</summary>
    public void PublishOver()
    {
        RandomAccess.FlushToDisk(File);
        _folder.Replace(_draftName, _name);
        _folder.Sync();
    }

    /// <summary>Removes it.</summary>
    public void Abandon() => _folder.Remove(_draftName);

    public void Dispose() => File.Dispose();

    private bool TryName()
    {
        try
        {
            return _folder.TryMove(_draftName, _folder, _name);
        }
        catch (SyscallException failure) when (failure.Errno is Errno.EINVAL or Errno.ENOSYS)
        {
            // Some network file systems cannot rename without replacing, but all make links only where nothing is.
            if (!_folder.TryLink(_draftName, _folder, _name))
            {
                return false;
            }
            _folder.Remove(_draftName);
            return true;
        }
    }

    private static string NameOf(string name, string owner) => $".{name}.{owner}.new";
}
