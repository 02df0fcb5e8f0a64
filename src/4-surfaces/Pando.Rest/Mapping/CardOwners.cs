using Pando.Domains;

namespace Pando.Rest.Mapping;

/// <summary>Which machine's card a device of the host is.</summary>
internal static class CardOwners
{
    /// <summary>The names of running machines, by the devices that are their cards' ends on the host.</summary>
    public static IReadOnlyDictionary<string, string> Of(IDomains domains)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var view in domains.List().Where(static view => view.Live is not null))
        {
            foreach (var card in view.Live!.Definition.Devices.Interfaces.Items)
            {
                if (card.TargetDevice is { } device)
                {
                    owners[device] = view.Name;
                }
            }
        }
        return owners;
    }
}
