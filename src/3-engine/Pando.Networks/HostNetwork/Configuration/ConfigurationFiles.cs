using System.Text;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// Writes edits of the host's configuration, each file whole: old or new. Those that are done already are passed over, so that a
/// daemon that comes after one that died can go on, or go back.
/// </summary>
internal static class ConfigurationFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// The copy beside a file of the administrator's, as it was before the first change. It is hidden: <c>source interfaces.d/*</c> would
    /// have it read as well.
    /// </summary>
    public static string BackupOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.before-pando");

    /// <exception cref="CallerException"><c>hostnet.configuration-changed</c>.</exception>
    /// <exception cref="MachineryException"><c>hostnet.configuration-failed</c>.</exception>
    public static async Task WriteAsync(IReadOnlyList<FileEdit> edits, CancellationToken cancellationToken)
    {
        // First whether all can be done: none is done otherwise.
        foreach (var edit in edits)
        {
            Of(edit, () => Next(edit));
        }
        foreach (var edit in edits)
        {
            var next = Of(edit, () => Next(edit));
            if (next.IsDone)
            {
                continue;
            }
            try
            {
                await WriteAsync(edit, next, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SyscallException)
            {
                throw Failed(edit, e);
            }
        }
    }

    /// <summary>Takes back those that were done, in reverse.</summary>
    public static async Task TakeBackAsync(IReadOnlyList<FileEdit> edits, CancellationToken cancellationToken)
    {
        foreach (var edit in edits.Reverse())
        {
            try
            {
                await WriteAsync([edit.Reversed], cancellationToken);
            }
            catch (CallerException) when (!Of(edit, () => IsDone(edit)))
            {
                // It was never done; what somebody else did there is his.
            }
        }
    }

    /// <summary>Throws where an edit cannot be done.</summary>
    /// <exception cref="CallerException"><c>hostnet.configuration-changed</c>.</exception>
    public static void Check(IReadOnlyList<FileEdit> edits)
    {
        foreach (var edit in edits)
        {
            Of(edit, () => Next(edit));
        }
    }

    private static async Task WriteAsync(FileEdit edit, (bool IsDone, string? Content) next, CancellationToken cancellationToken)
    {
        if (next.Content is not { } content)
        {
            DurableFile.Delete(edit.Path);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(edit.Path)!);
        var mode = edit.OwnerOnly ? OwnerOnly : Readable;
        if (File.Exists(edit.Path))
        {
            mode = File.GetUnixFileMode(edit.Path);
            if (BackupOf(edit.Path) is var backup && !File.Exists(backup))
            {
                await DurableFile.WriteAsync(backup, await File.ReadAllBytesAsync(edit.Path, cancellationToken), mode, cancellationToken);
            }
        }
        await DurableFile.WriteAsync(edit.Path, Encoding.UTF8.GetBytes(content), mode, cancellationToken);
    }

    private static bool IsDone(FileEdit edit)
    {
        var now = Read(edit.Path);
        return edit.New is null ? now is null : edit.Old is null ? now == edit.New : now is not null && IsOnce(now, edit.New);
    }

    private static (bool IsDone, string? Content) Next(FileEdit edit)
    {
        var now = Read(edit.Path);
        switch (edit)
        {
            case { Old: null } when now is null:
                return (false, edit.New);
            case { New: null } when now == edit.Old:
                return (false, null);
            case { Old: { } old, New: { } other } when now is not null && IsOnce(now, old) && !(other.Contains(old, StringComparison.Ordinal) && IsOnce(now, other)):
                var at = now.IndexOf(old, StringComparison.Ordinal);
                return (false, now[..at] + other + now[(at + old.Length)..]);
            case var _ when IsDone(edit):
                return (true, null);
            default:
                throw new CallerException(ErrorCodes.HostNetwork.ConfigurationChanged, ("file", edit.Path));
        }
    }

    private static bool IsOnce(string text, string part) =>
        text.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at && text.IndexOf(part, at + 1, StringComparison.Ordinal) < 0;

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static T Of<T>(FileEdit edit, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(edit, e);
        }
    }

    private static MachineryException Failed(FileEdit edit, Exception e) => new(ErrorCodes.HostNetwork.ConfigurationFailed, e, ("file", edit.Path), ("reason", e.Message));
}
