namespace Pando.Linux.Files;

/// <summary>
/// A lock on a directory (flock(2)), by which programs that share a tree of the kernel's keep out of each other's way: those
/// that use resctrl do (Documentation/arch/x86/resctrl.rst, "Examples for working with the RDT groups").
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly Folder _folder;

    private FolderLock(Folder folder) => _folder = folder;

    /// <summary>Takes the lock, or answers null where somebody has it.</summary>
    /// <exception cref="SyscallException">The directory cannot be opened.</exception>
    public static FolderLock? TryTake(string path)
    {
        var folder = Folder.Open(path);
        try
        {
            using var reference = new DescriptorReference(folder.Handle);
            if (Libc.flock(reference.Number, Libc.LOCK_EX | Libc.LOCK_NB) == 0)
            {
                return new FolderLock(folder);
            }
            var failure = SyscallException.Last("flock", path);
            folder.Dispose();
            return failure.Errno == Errno.EAGAIN ? null : throw failure;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives it up. Closing the descriptor alone would not: a process that is being started at this moment has it too until it
    /// executes its program, and the lock with it.
    /// </summary>
    public void Dispose()
    {
        using (var reference = new DescriptorReference(_folder.Handle))
        {
            _ = Libc.flock(reference.Number, Libc.LOCK_UN);
        }
        _folder.Dispose();
    }
}
