using System.Text.Json;
using Pando.Model.Host;
using OperatingSystem = Pando.Model.Host.OperatingSystem;
using Wire = Pando.Api.Host;

namespace Pando.Rest.Mapping;

/// <summary>An operating system in the contract's words.</summary>
internal static class OperatingSystemMapping
{
    public static Wire.OperatingSystemFacts Of(OperatingSystem system) => new()
    {
        ShortId = system.ShortIds[0],
        OtherIds = system.ShortIds.Count > 1 ? [.. system.ShortIds.Items.Skip(1)] : null,
        Name = system.Name,
        Version = system.Version,
        Vendor = system.Vendor,
        Family = system.Family,
        Id = system.Id,
        ReleasedOn = system.ReleasedOn,
        EndsOn = system.EndsOn,
        Minimum = Of(system.Minimum),
        Recommended = Of(system.Recommended),
        BootsUefi = system.BootsUefi,
        BootsBios = system.BootsBios,
        Drivers = [.. Enum.GetValues<GuestDriver>().Where(system.Drives).Select(driver => JsonNamingPolicy.KebabCaseLower.ConvertName(driver.ToString()))],
    };

    private static Wire.OperatingSystemNeeds? Of(OperatingSystemNeeds? needs) =>
        needs is null ? null : new() { Vcpus = needs.Processors, MemoryKiB = needs.MemoryKiB, StorageBytes = needs.StorageBytes };
}
