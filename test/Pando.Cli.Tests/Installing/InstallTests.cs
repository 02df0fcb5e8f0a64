using System.Text.Json;
using System.Text.Json.Nodes;
using Pando.Api.Install;
using Pando.Api.Jobs;
using Pando.Api.Json;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Installing;

public sealed class InstallTests : CliTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On("POST", "/api/v1/install", Samples.Job("machine.install", JobPhase.Done) with
        {
            Result = new Dictionary<string, string>(StringComparer.Ordinal) { ["machine"] = Samples.Uuid(1) },
        }, 202);
        Pandod.On("GET", $"/api/v1/machines/{Samples.Uuid(1)}", Samples.Machine("web1"));
    }

    private async Task<InstallRequest> AskedAsync(string line)
    {
        var run = await RunAsync(["install", "--name", "web1", .. line.Split(' ')]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonSerializer.Deserialize(Pandod.Requests.First().Body, PandoJson.Default.InstallRequest)!;
    }

    [Fact]
    public async Task Virt_installs_command_line_means_the_same_here()
    {
        var request = await AskedAsync("--memory 2048 --vcpus 2 --cdrom /iso/debian.iso --disk size=20,format=raw,bus=scsi --os-variant debian12 --network user,model=e1000e --graphics vnc,port=5905 --autostart --noautoconsole");
        Assert.Equal((2048 * 1024, 2, "/iso/debian.iso", "debian12", true), (request.MemoryKiB, request.Vcpus, request.Cdrom, request.OsVariant, request.Autostart));
        Assert.Equal(new InstallDisk { SizeBytes = 20L << 30, Format = "raw", Bus = "scsi" }, Assert.Single(request.Disks!));
        Assert.Equal(new InstallNetwork { Type = "user", Model = "e1000e" }, Assert.Single(request.Networks!));
        Assert.Equal(new InstallGraphics { Type = "vnc", Port = 5905 }, Assert.Single(request.Graphics!));
    }

    [Fact]
    public async Task What_is_not_said_is_left_to_pandod()
    {
        var sent = JsonNode.Parse(JsonSerializer.Serialize(await AskedAsync("--image debian-12"), PandoJson.Default.InstallRequest))!.AsObject();
        Assert.Equal(["autostart", "fullCopy", "image", "import", "name", "noStart"], sent.Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--disk /images/a.qcow2", "{\"path\":\"/images/a.qcow2\",\"readOnly\":false}")]
    [InlineData("--disk path=/images/a.qcow2,device=cdrom,readonly=on", "{\"path\":\"/images/a.qcow2\",\"device\":\"cdrom\",\"readOnly\":true}")]
    [InlineData("--disk vol=fast/a.qcow2,cache=none", "{\"pool\":\"fast\",\"volume\":\"a.qcow2\",\"cache\":\"none\",\"readOnly\":false}")]
    [InlineData("--disk pool=fast,size=0.5", "{\"sizeBytes\":536870912,\"pool\":\"fast\",\"readOnly\":false}")]
    [InlineData("--disk backing_store=/b.qcow2,backing_format=qcow2", "{\"backingPath\":\"/b.qcow2\",\"backingFormat\":\"qcow2\",\"readOnly\":false}")]
    public async Task Disks_are_described_as_virt_install_does(string option, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(Assert.Single((await AskedAsync("--import " + option)).Disks!), PandoJson.Default.InstallDisk));

    [Fact]
    public async Task None_is_not_the_default()
    {
        var request = await AskedAsync("--boot network --disk none --network none --graphics none");
        Assert.Empty(request.Disks!);
        Assert.Empty(request.Networks!);
        Assert.Empty(request.Graphics!);
    }

    [Fact]
    public async Task A_relative_path_becomes_a_whole_one()
    {
        var request = await AskedAsync("--import --disk a.qcow2");
        Assert.Equal(Path.GetFullPath("a.qcow2"), Assert.Single(request.Disks!).Path);
    }

    [Theory]
    [InlineData("--import --boot uefi", "{\"firmware\":\"efi\"}")]
    [InlineData("--boot hd,cdrom,network", "{\"order\":[\"hd\",\"cdrom\",\"network\"]}")]
    [InlineData("--boot uefi,network", "{\"firmware\":\"efi\",\"order\":[\"network\"]}")]
    [InlineData("--boot kernel=/k,initrd=/i,kernel_args=a=1,,2", "{\"kernel\":\"/k\",\"initrd\":\"/i\",\"kernelArguments\":\"a=1,2\"}")]
    [InlineData("--location https://deb.example/ --extra-args console=ttyS0", "{\"kernelArguments\":\"console=ttyS0\"}")]
    public async Task Boot_is_described_as_virt_install_does(string options, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize((await AskedAsync(options)).Boot!, PandoJson.Default.InstallBoot));

    [Fact]
    public async Task Cloud_init_reads_its_files_here()
    {
        var keys = Write("keys", "ssh-ed25519 AAAA me@here\n# a comment\nssh-rsa BBBB me\n");
        var password = Write("password", "geheim\nsecond line\n");
        var request = await AskedAsync($"--image debian-12 --cloud-init user=me,ssh-key={keys},password-file={password} --cloud-init hostname=h,package=nginx,package=vim");
        var seed = request.CloudInit!;
        Assert.Equal(("me", "geheim", "h"), (seed.User, seed.Password, seed.Hostname));
        Assert.Equal(["ssh-ed25519 AAAA me@here", "ssh-rsa BBBB me"], seed.SshKeys);
        Assert.Equal(["nginx", "vim"], seed.Packages);
    }

    [Fact]
    public async Task Cloud_init_alone_is_a_seed_with_the_defaults() => Assert.NotNull((await AskedAsync("--image debian-12 --cloud-init")).CloudInit);

    [Fact]
    public async Task No_cloud_init_is_no_seed() => Assert.Null((await AskedAsync("--image debian-12")).CloudInit);

    [Theory]
    [InlineData("--image a", "The new machine needs a name.")]
    [InlineData("--name a", "It is not said where the machine's system comes from.")]
    [InlineData("--name a --image a --cdrom b", "--cdrom and --image exclude each other.")]
    [InlineData("--name a --image a --network bridge=br0", "--network 'bridge=br0' is not in this version: it has 'user' and 'none'.")]
    [InlineData("--name a --image a --network default", "--network 'default' is not in this version: it has 'user' and 'none'.")]
    [InlineData("--name a --image a --graphics spice", "--graphics 'spice' is not in this version: it has 'vnc' and 'none'.")]
    [InlineData("--name a --image a --graphics vnc,port=80", "--graphics: '80' is no value for port.")]
    [InlineData("--name a --image a --disk size=20,sise=3", "--disk does not know 'sise='.")]
    [InlineData("--name a --image a --disk size=big", "--disk size: 'big' is no size.")]
    [InlineData("--name a --image a --memory lots", "--memory: 'lots' is no size.")]
    [InlineData("--name a --image a --vcpus 0", "--vcpus: '0' is no value for vcpus.")]
    [InlineData("--name a --image a --boot floppy", "--boot: 'floppy' is no value for order.")]
    [InlineData("--name a --image a --wait soon", "'soon' is no number of minutes.")]
    public async Task What_cannot_be_is_refused_before_anything_is_asked(string line, string sentence)
    {
        var run = await RunAsync(["install", .. line.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {sentence}\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(Pandod.Requests);
    }

    [Fact]
    public async Task A_plan_changes_nothing_and_says_so()
    {
        Pandod.On("POST", "/api/v1/install", new InstallPlan
        {
            Xml = "<domain/>\n",
            Volumes =
            [
                new PlannedVolume { Path = "/images/web1.qcow2", Format = "qcow2", CapacityBytes = 20L << 30, From = "debian-12" },
                new PlannedVolume { Path = "/images/web1-1.qcow2", Format = "raw", CapacityBytes = 1L << 30 },
            ],
            Notices = ["KVM cannot run a guest here."],
        });
        var dry = await RunAsync("install", "--name", "web1", "--image", "debian-12", "--dry-run");
        Assert.Equal("Would make /images/web1.qcow2 (qcow2, 20 GiB) from debian-12.\nWould make /images/web1-1.qcow2 (raw, 1 GiB).\nNothing was changed.\n", dry.Out);
        Assert.Equal("note: KVM cannot run a guest here.\n", dry.Error);
        var xml = await RunAsync("install", "--name", "web1", "--image", "debian-12", "--print-xml");
        Assert.Equal("<domain/>\n", xml.Out);
        Assert.All(Pandod.Requests, request => Assert.Equal("POST /api/v1/install?dryRun=true", request.ToString()));
    }

    [Fact]
    public async Task Waiting_ends_when_the_machine_is_off()
    {
        Pandod.On("GET", $"/api/v1/machines/{Samples.Uuid(1)}", context => ScriptedPandod.Json(
            context, Samples.Machine("web1", Pandod.Requests.Count < 4 ? Api.Machines.MachinePhase.Running : Api.Machines.MachinePhase.ShutOff)));
        var run = await RunAsync("install", "--name", "web1", "--image", "debian-12", "--noautoconsole", "--wait");
        Assert.Equal((0, "Machine 'web1' is made and started.\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Waiting_ends_when_the_machine_runs_anew_after_its_installer()
    {
        Pandod.On("GET", $"/api/v1/machines/{Samples.Uuid(1)}", context => ScriptedPandod.Json(
            context, Samples.Machine("web1", Api.Machines.MachinePhase.Running) with { Pid = Pandod.Requests.Count < 4 ? 100 : 200 }));
        var run = await RunAsync("install", "--name", "web1", "--location", "/tree", "--disk", "size=1", "--noautoconsole", "--wait", "1");
        Assert.Equal((0, "Machine 'web1' is made and started.\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Waiting_has_a_limit()
    {
        var run = await RunAsync("install", "--name", "web1", "--image", "debian-12", "--wait", "0");
        Assert.Equal(7, run.ExitCode);
        Assert.EndsWith("error: Machine 'web1' is still not off after 0:00.\n", run.Error, StringComparison.Ordinal);
    }
}
