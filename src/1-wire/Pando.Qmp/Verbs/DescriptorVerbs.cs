using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>Gives QEMU a descriptor for a set; it opens <c>/dev/fdset/N</c> from it. QEMU needs one per access mode.</summary>
/// <param name="Handle">The descriptor; the caller keeps its own copy.</param>
/// <param name="FdsetId">The set; null for a new one.</param>
/// <param name="Opaque">A note that <see cref="QueryFdsets"/> shows.</param>
public sealed record AddFd([property: JsonIgnore] SafeHandle Handle, long? FdsetId = null, string? Opaque = null)
    : QmpVerb<AddFdInfo>("add-fd")
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override SafeHandle? Descriptor => Handle;
}

/// <summary>The answer to <see cref="AddFd"/>.</summary>
/// <param name="FdsetId">The set.</param>
/// <param name="Fd">The descriptor's number in QEMU.</param>
public sealed record AddFdInfo(long FdsetId, int Fd);

/// <summary>Takes a descriptor out of a set; QEMU closes it once nothing uses it.</summary>
/// <param name="FdsetId">The set.</param>
/// <param name="Fd">The number in QEMU; null for all of the set.</param>
public sealed record RemoveFd(long FdsetId, int? Fd = null) : QmpVerb<Nothing>("remove-fd");

/// <summary>The sets of descriptors.</summary>
public sealed record QueryFdsets() : QmpVerb<IReadOnlyList<FdsetInfo>>("query-fdsets");

/// <summary>One set.</summary>
/// <param name="FdsetId">Its number.</param>
/// <param name="Fds">What is in it.</param>
public sealed record FdsetInfo(long FdsetId, IReadOnlyList<FdsetFdInfo> Fds);

/// <summary>One descriptor of a set.</summary>
/// <param name="Fd">Its number in QEMU.</param>
/// <param name="Opaque">The note it was given.</param>
public sealed record FdsetFdInfo(int Fd, string? Opaque = null);

/// <summary>Gives QEMU a descriptor under a name, for commands that take one by name.</summary>
/// <param name="Handle">The descriptor; the caller keeps its own copy.</param>
/// <param name="Fdname">The name.</param>
public sealed record GetFd([property: JsonIgnore] SafeHandle Handle, string Fdname) : QmpVerb<Nothing>("getfd")
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override SafeHandle? Descriptor => Handle;
}

/// <summary>Closes a named descriptor that no command took.</summary>
/// <param name="Fdname">The name.</param>
public sealed record CloseFd(string Fdname) : QmpVerb<Nothing>("closefd");
