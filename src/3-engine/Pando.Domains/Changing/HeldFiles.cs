using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>Which files a machine has open, as devices come and go.</summary>
internal static class HeldFiles
{
    /// <summary>The files without those that were closed, each by its path; one that is open twice stays once.</summary>
    public static IReadOnlyList<HeldFile> Without(IReadOnlyList<HeldFile> files, IReadOnlyList<string> closed)
    {
        var left = files.ToList();
        foreach (var path in closed)
        {
            if (left.FindLastIndex(file => file.Path == path) is var at and >= 0)
            {
                left.RemoveAt(at);
            }
        }
        return left;
    }

    /// <summary>The files without the node of a device of the host that the machine has no more.</summary>
    public static IReadOnlyList<HeldFile> Without(IReadOnlyList<HeldFile> files, string alias) => [.. files.Where(file => file.Alias != alias)];
}
