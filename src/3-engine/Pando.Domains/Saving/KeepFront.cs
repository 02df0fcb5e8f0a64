using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pando.Domains.Saving.Format;
using Pando.Linux.Files;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving;

/// <summary>
/// QEMU has had the file in its hands, to write behind the definition in it. Once it is gone for sure, the definition is what
/// we wrote, or is made so: a QEMU that a guest has taken over could else name itself other disks for its next life. A daemon
/// that has not got it any more only knows its checksum, and makes a file that nobody brings back of one that was changed.
/// </summary>
internal sealed class KeepFront(string machine, string path, SaveRun? run) : JobStep
{
    private const string Note = "front";

    public override string Name => "check-front";

    /// <summary>Writes down what is to stand there, before the file gets its name.</summary>
    public static ValueTask NoteAsync(IJobContext job, SafeFileHandle file, byte[] front, CancellationToken cancellationToken) =>
        job.NoteAsync(Note, string.Join(' ', Of(file), Number(front.Length), Digest(front)), cancellationToken);

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        try
        {
            if (job.Notes.TryGetValue(Note, out var note) && note.Split(' ') is [var identity, var length, var digest])
            {
                using var file = PathWalk.OpenFile(path, FileAccess.ReadWrite);
                // One that has taken its name meanwhile is somebody else's.
                if (Of(file) == identity)
                {
                    Keep(file, int.Parse(length, CultureInfo.InvariantCulture), digest);
                }
            }
        }
        catch (PathWalkException e) when (e.Reason == PathRefusalReason.Missing)
        {
            // Moved away already, by somebody who saw it whole.
        }
        catch (Exception e) when (SaveFailures.IsOfFile(e))
        {
            throw SaveFailures.Unwritable(e, machine, path);
        }
        return ValueTask.CompletedTask;
    }

    // The machine has ended: the file is all that is left of it.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void Keep(SafeFileHandle file, int length, string digest)
    {
        var found = new byte[length];
        var count = 0;
        while (count < length && RandomAccess.Read(file, found.AsSpan(count), count) is > 0 and var more)
        {
            count += more;
        }
        if (Digest(found) != digest)
        {
            RandomAccess.Write(file, run?.Front ?? SaveHeader.Unfinished, 0);
            RandomAccess.FlushToDisk(file);
        }
    }

    private static string Of(SafeFileHandle file)
    {
        var identity = FileIdentity.Of(file);
        return string.Create(CultureInfo.InvariantCulture, $"{identity.Device:x}-{identity.Inode}");
    }

    private static string Digest(byte[] front) => Convert.ToHexStringLower(SHA256.HashData(front));

    private static string Number(int length) => length.ToString(CultureInfo.InvariantCulture);
}
