using System.Text.Json.Serialization;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// One change of a file of the host's configuration, which can be taken back exactly: a file of Pando's own that is added
/// (<paramref name="Old"/> is null), or a part of the administrator's that is replaced by another, wherever in the file it then stands.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Old">What stands there; null: the file is not there.</param>
/// <param name="New">What is to stand there; null: the file is to go.</param>
/// <param name="OwnerOnly">Whether only root may read it.</param>
internal sealed record FileEdit(string Path, string? Old, string? New, bool OwnerOnly)
{
    /// <summary>The same backwards.</summary>
    [JsonIgnore]
    public FileEdit Reversed => this with { Old = New, New = Old };
}
