using Pando.Host.Confinement.Selinux;
using Pando.Linux.Files;

namespace Pando.Host.Confinement.Files;

/// <summary>A file held by descriptor, so that what is read and what is changed is one and the same, whatever happens to its name.</summary>
internal sealed class OpenedForMarks : IDisposable
{
    private readonly HeldPath _held;

    private OpenedForMarks(HeldPath held)
    {
        _held = held;
        Status = held.Status;
    }

    public FileStatus Status { get; }

    public FileOwner Owner => new(Status.Uid, Status.Gid, (int)Status.Mode);

    public string? Context => _held.TryAttribute(SelinuxLabels.Attribute)?.TrimEnd('\0');

    public static OpenedForMarks Open(string path) => new(HeldPath.Open(path));

    public void Change(string? context, FileOwner? owner)
    {
        if (owner is not null && owner != Owner)
        {
            _held.ChangeOwner(owner.Uid, owner.Gid);
            // A change of owner takes set-uid and set-gid away.
            _held.ChangeMode((UnixFileMode)owner.Mode);
        }

        if (context is not null && context != Context)
        {
            _held.SetAttribute(SelinuxLabels.Attribute, context);
        }
    }

    public void Dispose() => _held.Dispose();
}
