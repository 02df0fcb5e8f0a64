using Pando.Api.Install;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;
using Order = Pando.Domains.InstallDisk;

namespace Pando.Rest.Tests.Endpoints;

public class InstallEndpointTests
{
    private static readonly InstallRequest FromImage = new()
    {
        Name = "web1",
        MemoryKiB = 1_048_576,
        Vcpus = 2,
        OsVariant = "debian12",
        Image = "debian-12",
        CloudInit = new CloudInitRequest { User = "an", Password = "tình yêu" },
    };

    [Fact]
    public async Task A_machine_is_made_from_an_image_with_a_seed()
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(FromImage));
        var machine = await RestFixture.ReadAsync<Machine>(response, 201);
        Assert.Equal(ApiRoutes.Fill(ApiRoutes.Machine, machine.Id), response.Headers.Location?.OriginalString);
        var order = rest.Domains.Installed!;
        Assert.Equal(("web1", 1_048_576L, 2, "debian12", true), (order.Name, order.MemoryKiB, order.Vcpus, order.OsVariant, order.Start));
        Assert.Equal([new Order(null, null, Image: "debian-12")], order.Disks);
        Assert.Contains("local-hostname: \"web1\"", order.CloudInit!.MetaData, StringComparison.Ordinal);
        Assert.DoesNotContain("tình yêu", order.CloudInit.UserData, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_tells_the_definition_and_the_volumes_and_makes_nothing()
    {
        await using var rest = await RestFixture.StartAsync();
        var plan = await RestFixture.ReadAsync<InstallPlan>(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install + "?dryRun=true", RestFixture.Json(FromImage)), 200);
        Assert.Contains("<name>web1</name>", plan.Xml, StringComparison.Ordinal);
        Assert.Equal([("/images/0", "qcow2", "debian-12"), ("/images/1", "raw", null)], plan.Volumes.Select(volume => (volume.Path, volume.Format, volume.From)));
        Assert.Single(plan.Notices);
        Assert.Null(rest.Domains.Installed);
    }

    [Fact]
    public async Task Disks_are_files_that_exist_volumes_that_exist_or_volumes_that_are_made()
    {
        await using var rest = await RestFixture.StartAsync();
        var there = Path.Combine(rest.Paths.DefaultPool, "there.raw");
        await File.WriteAllBytesAsync(there, new byte[4096]);
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.PoolRefresh, "default"));
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(new InstallRequest
        {
            Name = "web1",
            Disks =
            [
                new InstallDisk { Path = "/srv/a.qcow2" },
                new InstallDisk { Path = "/srv/b.img", Bus = "sata" },
                new InstallDisk { Volume = "there.raw" },
                new InstallDisk { Path = there, SizeBytes = 1 << 20 },
                new InstallDisk { Path = Path.Combine(rest.Paths.DefaultPool, "new.qcow2"), SizeBytes = 1 << 20 },
                new InstallDisk { SizeBytes = 1 << 30 },
                new InstallDisk { SizeBytes = 1 << 30, Format = "raw", Volume = "data.raw" },
                new InstallDisk { BackingPath = "/srv/base.qcow2", BackingFormat = "qcow2" },
            ],
        }));
        Assert.Equal(
            [
                new Order("/srv/a.qcow2", null),
                new Order("/srv/b.img", null, "raw", "sata"),
                new Order(there, null, "raw"),
                new Order(there, null, "raw"),
                new Order(null, 1 << 20, Volume: "new.qcow2"),
                new Order(null, 1 << 30),
                new Order(null, 1 << 30, "raw", Volume: "data.raw"),
                new Order(null, null, Image: "/srv/base.qcow2"),
            ],
            rest.Domains.Installed!.Disks);
    }

    [Fact]
    public async Task What_is_left_out_gets_a_disk_user_networking_and_a_screen()
    {
        await using var rest = await RestFixture.StartAsync();
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(new InstallRequest { Name = "a b", Cdrom = "/srv/installer.iso", CloudInit = new CloudInitRequest() }));
        var order = rest.Domains.Installed!;
        Assert.Equal([new Order(null, 20L << 30)], order.Disks);
        Assert.Equal([new Pando.Domains.InstallNetwork("user")], order.Networks);
        Assert.Equal([new Pando.Domains.InstallGraphics("vnc")], order.Graphics);
        Assert.Equal((null, null, null, null, "/srv/installer.iso"), (order.MemoryKiB, order.Vcpus, order.Machine, order.Uefi, order.CdRom));
        Assert.DoesNotContain("local-hostname", order.CloudInit!.MetaData, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_empty_stays_empty()
    {
        await using var rest = await RestFixture.StartAsync();
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(new InstallRequest
        {
            Name = "web1",
            Disks = [],
            Networks = [],
            Graphics = [],
            NoStart = true,
            Autostart = true,
            Boot = new InstallBoot { Firmware = "efi", Kernel = "/boot/vmlinuz", Initrd = "/boot/initrd", KernelArguments = "quiet", Order = ["network"] },
        }));
        var order = rest.Domains.Installed!;
        Assert.Equal((0, 0, 0), (order.Disks.Length, order.Networks.Length, order.Graphics.Length));
        Assert.Equal((false, true, true), (order.Start, order.Autostart, order.Uefi));
        Assert.Equal(new Pando.Domains.InstallKernel("/boot/vmlinuz", "/boot/initrd", "quiet"), order.Kernel);
        Assert.Equal(["network"], order.Boot);
    }

    [Fact]
    public async Task What_is_said_reaches_the_engine()
    {
        await using var rest = await RestFixture.StartAsync();
        const string uuid = "5f0e2b1a-0000-4000-8000-000000000001";
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(new InstallRequest
        {
            Name = "web1",
            Uuid = uuid,
            Title = "t",
            Description = "d",
            Cpu = "host-model",
            MachineType = "pc",
            CloudInit = new CloudInitRequest(),
            Disks = [new InstallDisk { Path = "/srv/a.iso", Device = "cdrom" }, new InstallDisk { Path = "/srv/b.img", Cache = "unsafe", ReadOnly = true }],
            Networks = [new InstallNetwork { Type = "user", Model = "e1000e", Mac = "52:54:00:00:00:01" }],
            Graphics = [new InstallGraphics { Type = "vnc", Listen = "0.0.0.0", Port = 5901 }],
        }));
        var order = rest.Domains.Installed!;
        Assert.Equal((uuid, "t", "d", "host-model", "pc"), (order.Id.ToString(), order.Title, order.Description, order.Cpu, order.Machine));
        Assert.Contains(uuid, order.CloudInit!.MetaData, StringComparison.Ordinal);
        Assert.Equal([new Order("/srv/a.iso", null, "raw", CdRom: true), new Order("/srv/b.img", null, "raw", Cache: "unsafe", ReadOnly: true)], order.Disks);
        Assert.Equal([new Pando.Domains.InstallNetwork("user", "e1000e", "52:54:00:00:00:01")], order.Networks);
        Assert.Equal([new Pando.Domains.InstallGraphics("vnc", "0.0.0.0", 5901)], order.Graphics);
    }

    [Fact]
    public async Task What_is_malformed_is_refused()
    {
        await using var rest = await RestFixture.StartAsync();
        foreach (var request in new[]
        {
            new InstallRequest { Name = "a", Uuid = "x" },
            new InstallRequest { Name = "a", Boot = new InstallBoot { Firmware = "coreboot" } },
            new InstallRequest { Name = "a", Disks = [new InstallDisk { Path = "/a", Device = "tape" }] },
        })
        {
            Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(request)), 400)).Code);
        }
    }

    [Fact]
    public async Task A_location_is_passed_on_with_what_its_kernel_is_told()
    {
        await using var rest = await RestFixture.StartAsync();
        var request = new InstallRequest { Name = "a", Location = "/srv/tree", Boot = new InstallBoot { KernelArguments = "console=ttyS0" } };
        Assert.Equal(201, (int)(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(request))).StatusCode);
        Assert.Equal(("/srv/tree", "console=ttyS0", null), (rest.Domains.Installed!.Location, rest.Domains.Installed.InstallerArguments, rest.Domains.Installed.Kernel));
        foreach (var two in new[] { request with { Cdrom = "/a.iso" }, request with { Boot = new InstallBoot { Kernel = "/vmlinuz" } } })
        {
            Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(two)), 400)).Code);
        }
    }

    [Fact]
    public async Task What_cannot_be_done_yet_is_refused_by_its_name()
    {
        await using var rest = await RestFixture.StartAsync();
        foreach (var (request, what) in new[]
        {
            (new InstallRequest { Name = "a", Location = "/srv/tree", NoStart = true }, "location, noStart"),
            (new InstallRequest { Name = "a", Disks = [new InstallDisk { Path = "/a", BackingPath = "/b.raw", BackingFormat = "qcow2" }] }, "disks.backingFormat"),
        })
        {
            var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, RestFixture.Json(request)), 501);
            Assert.Equal(("request.unsupported", what), (problem.Code, problem.Facts!["what"]));
        }
        Assert.Null(rest.Domains.Installed);
    }

    [Fact]
    public async Task A_name_is_required()
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, new StringContent("{\"memoryKiB\":1}", System.Text.Encoding.UTF8, "application/json"));
        Assert.Contains("name", (await RestFixture.ProblemAsync(response, 400)).Detail, StringComparison.Ordinal);
    }
}
