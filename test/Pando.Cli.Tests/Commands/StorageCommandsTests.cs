using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Api.Storage;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class StorageCommandsTests : CliTest
{
    private static readonly Pool Default = new()
    {
        Id = Guid.Parse("2e78d8d1-1b62-403e-91d6-97642160cdc0"),
        Name = "default",
        Kind = "dir",
        State = "active",
        Autostart = true,
        Path = "/var/lib/pando/images",
        CapacityBytes = 100L << 30,
        AllocationBytes = 40L << 30,
        AvailableBytes = 60L << 30,
        VolumeCount = 2,
    };

    private static readonly Volume Disk = new()
    {
        Name = "web1.qcow2",
        Pool = "default",
        Path = "/var/lib/pando/images/web1.qcow2",
        Format = "qcow2",
        CapacityBytes = 20L << 30,
        AllocationBytes = 1L << 30,
        Backing = "/base/debian-12.qcow2",
        UsedBy = ["web1"],
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On<IReadOnlyList<Pool>>("GET", "/api/v1/pools", [Default])
            .On("GET", "/api/v1/pools/default", Default)
            .On("POST", "/api/v1/pools/default/refresh", Default)
            .On("POST", "/api/v1/pools", Default)
            .On("POST", "/api/v1/pools/default/start", Default)
            .On("POST", "/api/v1/pools/default/stop", Default)
            .On("PUT", "/api/v1/pools/default/directory", Default)
            .On("PUT", "/api/v1/pools/default/autostart", Default)
            .On("DELETE", "/api/v1/pools/default/directory", context => { context.Response.StatusCode = 204; return Task.CompletedTask; })
            .On("DELETE", "/api/v1/pools/default", context => { context.Response.StatusCode = 204; return Task.CompletedTask; })
            .On("POST", "/api/v1/pools/default/volumes/web1.qcow2/wipe", Samples.Job("volume.wipe", JobPhase.Done), 202)
            .On<IReadOnlyList<Volume>>("GET", "/api/v1/pools/default/volumes", [Disk])
            .On("GET", "/api/v1/pools/default/volumes/web1.qcow2", Disk)
            .On("POST", "/api/v1/pools/default/volumes/web1.qcow2/resize", Disk)
            .On("POST", "/api/v1/pools/default/volumes", Samples.Job("volume.create", JobPhase.Done), 202)
            .On("DELETE", "/api/v1/pools/default/volumes/web1.qcow2", context => { context.Response.StatusCode = 204; return Task.CompletedTask; })
            .On("DELETE", "/api/v1/images/web-base", context => { context.Response.StatusCode = 204; return Task.CompletedTask; });
    }

    [Theory]
    [InlineData("pool-list", "Name     State   Autostart\ndefault  active  yes\n")]
    [InlineData("pool list --name", "default\n")]
    [InlineData("pool-list --all --details", "Name     State   Kind  Capacity  Used    Available  Path\ndefault  active  dir   100 GiB   40 GiB  60 GiB     /var/lib/pando/images\n")]
    [InlineData("pool-refresh default", "Pool 'default' refreshed.\n")]
    [InlineData("pool-define-as default dir --target /srv", "Pool 'default' defined (version 0).\n")]
    [InlineData("pool-create-as default --target /srv --build", "Pool 'default' started without being stored.\n")]
    [InlineData("pool-build default", "The directory of pool 'default' is made.\n")]
    [InlineData("pool-start default --build", "Pool 'default' started.\n")]
    [InlineData("pool-destroy default", "Pool 'default' stopped. Its volumes stay.\n")]
    [InlineData("pool-autostart default", "Pool 'default' starts with the host.\n")]
    [InlineData("pool autostart default --disable", "Pool 'default' does not start with the host.\n")]
    [InlineData("pool-delete default", "The directory of pool 'default' is removed.\n")]
    [InlineData("pool-undefine default", "Pool 'default' is not defined any more. Its directory stays.\n")]
    [InlineData("pool-name default", "default\n")]
    [InlineData("pool-uuid default", "2e78d8d1-1b62-403e-91d6-97642160cdc0\n")]
    [InlineData("pool-list --inactive --name", "")]
    [InlineData("vol-path web1.qcow2", "/var/lib/pando/images/web1.qcow2\n")]
    [InlineData("vol-key web1.qcow2 --pool default", "/var/lib/pando/images/web1.qcow2\n")]
    [InlineData("vol-pool /var/lib/pando/images/web1.qcow2", "default\n")]
    [InlineData("vol-name /var/lib/pando/images/web1.qcow2", "web1.qcow2\n")]
    [InlineData("vol-wipe web1.qcow2", "Volume 'web1.qcow2' wiped.\n")]
    [InlineData("vol-clone web1.qcow2 web1.qcow2", "Volume 'web1.qcow2' created: /var/lib/pando/images/web1.qcow2\n")]
    [InlineData("vol-list default", "Name        Path\nweb1.qcow2  /var/lib/pando/images/web1.qcow2\n")]
    [InlineData("volume list --details", "Name        Format  Capacity  On disk  Used by  Path\nweb1.qcow2  qcow2   20 GiB    1 GiB    web1     /var/lib/pando/images/web1.qcow2\n")]
    [InlineData("vol-info web1.qcow2 --pool default", "Name:       web1.qcow2\nPool:       default\nFormat:     qcow2\nCapacity:   20 GiB\nOn disk:    1 GiB\nLinked to:  /base/debian-12.qcow2\nPath:       /var/lib/pando/images/web1.qcow2\nUsed by:    web1\n")]
    [InlineData("vol-resize web1.qcow2 20G", "Volume 'web1.qcow2' has 20 GiB now.\n")]
    [InlineData("volume resize web1.qcow2 20G --pool default", "Volume 'web1.qcow2' has 20 GiB now.\n")]
    [InlineData("vol-delete web1.qcow2", "Volume 'web1.qcow2' deleted.\n")]
    [InlineData("image remove web-base", "Image 'web-base' is removed.\n")]
    public async Task Pools_and_volumes_have_virshs_names(string line, string printed)
    {
        var run = await RunAsync(line.Split(' '));
        Assert.Equal((0, printed), (run.ExitCode, run.Out));
    }

    [Theory]
    [InlineData("vol-create-as default web1.qcow2 20G --format qcow2", """{"name":"web1.qcow2","format":"qcow2","capacityBytes":21474836480,"fullCopy":false}""")]
    [InlineData("volume create default web1.qcow2 --image debian-12 --full", """{"name":"web1.qcow2","image":"debian-12","fullCopy":true}""")]
    public async Task A_volume_is_made_empty_or_from_an_image(string line, string body)
    {
        Assert.Equal("Volume 'web1.qcow2' created: /var/lib/pando/images/web1.qcow2\n", (await RunAsync(line.Split(' '))).Out);
        Assert.Equal(body, Assert.Single(Pandod.Requests, request => request.Method == "POST").Text);
    }

    /// <summary>There is no object left to print: what was done is told as one.</summary>
    [Theory]
    [InlineData("vol-delete web1.qcow2")]
    [InlineData("image remove web-base")]
    public async Task What_is_gone_is_named_in_JSON_too(string line)
    {
        var run = await RunAsync([.. line.Split(' '), "--json"]);
        Assert.Equal((0, $"{{\n  \"name\": \"{line.Split(' ')[^1]}\"\n}}\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task A_pool_that_hangs_shows_since_when()
    {
        Pandod.On<IReadOnlyList<Pool>>("GET", "/api/v1/pools", [Default with { NotAnsweringSince = Samples.Morning, CapacityBytes = null }]);
        Assert.Contains("active (not answering since 09:00)  dir   - ", (await RunAsync("pool-list", "--details")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_are_listed_with_who_uses_them()
    {
        Pandod.On<IReadOnlyList<Image>>("GET", "/api/v1/images",
        [
            new Image { Name = "debian-12", Title = "Debian 12", Format = "qcow2", CapacityBytes = 8L << 30, AllocationBytes = 300L << 20, CreatedAt = Samples.Morning, UsedBy = ["a", "b"] },
        ]);
        Assert.Equal(
            "Name       Format  Capacity  On disk  Created              Used by  Title\ndebian-12  qcow2   8 GiB     300 MiB  2026-11-03 09:00:00  2        Debian 12\n",
            (await RunAsync("image", "list")).Out);
    }
}
