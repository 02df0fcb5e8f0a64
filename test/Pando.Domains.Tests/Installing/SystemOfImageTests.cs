using Pando.Domains.Installing;
using Pando.Domains.Tests.Machines;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Tests.Installing;

public sealed class SystemOfImageTests
{
    [Fact]
    public async Task What_an_image_holds_decides_what_is_left_open()
    {
        DomainDefinition made = await PlanAsync(new OneImage("base", "pane11"), null);

        Assert.Equal((DiskBus.Sata, FirmwareKind.Efi), (made.Devices.Disks[0].Bus, made.Os.Firmware));
        Assert.Contains(KnownSystems.Windows.Id, Assert.Single(made.Metadata).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_orders_knows_better() =>
        Assert.Equal(DiskBus.Virtio, (await PlanAsync(new OneImage("base", "pane11"), "tree1")).Devices.Disks[0].Bus);

    [Theory]
    [InlineData("base", "nobody-knows-this")]
    [InlineData("base", null)]
    [InlineData("other", "pane11")]
    public async Task An_image_that_nobody_knows_changes_nothing(string image, string? system) =>
        Assert.Empty((await PlanAsync(new OneImage(image, system), null)).Metadata);

    private static async Task<DomainDefinition> PlanAsync(OneImage storage, string? variant)
    {
        var order = new InstallOrder { Name = "vm1", OsVariant = variant, Disks = [new InstallDisk(null, null, Image: "base")] };
        return (await InstallPlan.OfAsync(order, "owner", storage, null!, new KnownSystems(), CancellationToken.None)).Definition;
    }
}
