using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Model.Ports;

/// <summary>The operating systems that are known: what the package osinfo-db knows, and what an administrator added.</summary>
public interface IOperatingSystems
{
    /// <summary>Everything known, by short name. Empty where the package is not installed. The first call reads some hundred small files.</summary>
    IReadOnlyList<OperatingSystem> All { get; }

    /// <summary>The one of that short name or identity; null when nothing is called so.</summary>
    OperatingSystem? Find(string name);

    /// <summary>
    /// The one of that name, or, for a version newer than the list (<c>debian13</c> where the list ends with 12), the newest
    /// that is known of the same; null when nothing is like it.
    /// </summary>
    OperatingSystem? Nearest(string name);
}
