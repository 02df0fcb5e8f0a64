using System.Globalization;
using System.Text;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.State.Store;

/// <summary>
/// Keeps a second daemon off the database: a lock on a file beside it, which the kernel lets go of when the holder
/// dies. Not on the database itself: closing any descriptor of that one would drop SQLite's own locks (fcntl(2)).
/// The file stays when the lock is gone; it is the lock that counts.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    public static StoreLock Take(string database)
    {
        var path = database + ".lock";
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB).
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        // .NET keeps the kernel's number in HResult.
        catch (IOException failure) when (failure.HResult == Errno.EAGAIN)
        {
            throw new CallerException(ErrorCodes.State.Locked, failure, ("path", database), ("holder", Holder(path)));
        }
        var taken = new StoreLock(file);
        try
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
        }
        catch (IOException)
        {
            // A full disk: the lock holds, only the holder's number is missing for whoever asks.
        }
        return taken;
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            // Not by its path: .NET asks for a lock with every way of opening one.
            using var folder = Folder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var reader = new StreamReader(new FileStream(folder.OpenFile(Path.GetFileName(path), FileAccess.Read), FileAccess.Read));
            var pid = reader.ReadLine();
            return int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? $"{File.ReadAllText($"/proc/{pid}/comm").Trim()} (pid {pid})"
                : "?";
        }
        catch (IOException)
        {
            return "?";
        }
    }
}
