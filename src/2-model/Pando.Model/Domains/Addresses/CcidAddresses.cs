using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>Slots of smart card readers: the next one of the first reader.</summary>
internal static class CcidAddresses
{
    public static DomainDevices Assign(DomainDevices devices)
    {
        var next = devices.Smartcards.Items.Select(card => card.Address).OfType<CcidAddress>()
            .Where(address => address.Controller == 0).Select(address => address.Slot + 1).DefaultIfEmpty(0).Max();
        return devices with
        {
            Smartcards = devices.Smartcards.Items.Select(card => card.Address is null ? card with { Address = new CcidAddress(0, next++) } : card).ToEquatableArray(),
        };
    }

    /// <summary>The readers that cards are in.</summary>
    public static IEnumerable<int> Controllers(DomainDevices devices) =>
        devices.Smartcards.Items.Select(card => card.Address).OfType<CcidAddress>().Select(address => address.Controller).Distinct();
}
