namespace Pando.Linux.Files;

/// <summary>Removes whole trees of files that programs made, whatever those left in them.</summary>
public static class FolderTree
{
    private const int DeepestLevel = 512;

    /// <summary>
    /// Removes a directory with everything in it. Links are removed, not followed; nothing on another file system is touched.
    /// </summary>
    /// <param name="parent">Where it is.</param>
    /// <param name="name">Its name there; one that is not there is no error.</param>
    /// <exception cref="SyscallException">EXDEV where another file system is mounted in it, ENOTEMPTY where somebody still makes files…</exception>
    public static void Remove(Folder parent, string name)
    {
        if (parent.TryStatus(name) is not { } status)
        {
            return;
        }

        if (status.Kind is FileKind.Directory)
        {
            RemoveFolder(parent, name, status.Identity.Device, 0);
        }
        else
        {
            parent.Remove(name);
        }
    }

    private static void RemoveFolder(Folder parent, string name, ulong device, int level)
    {
        using (Folder folder = parent.OpenFolder(name))
        {
            if (FileIdentity.Of(folder.Handle).Device != device)
            {
                throw new SyscallException("unlinkat", Errno.EXDEV, folder.Path);
            }

            if (level == DeepestLevel)
            {
                throw new SyscallException("unlinkat", Errno.ELOOP, folder.Path);
            }

            foreach (string child in folder.Names())
            {
                if (folder.TryStatus(child) is { Kind: FileKind.Directory })
                {
                    RemoveFolder(folder, child, device, level + 1);
                }
                else
                {
                    folder.Remove(child);
                }
            }
        }

        parent.RemoveFolder(name);
    }
}
