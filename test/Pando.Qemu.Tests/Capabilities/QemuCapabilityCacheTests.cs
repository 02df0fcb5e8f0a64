using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests.Capabilities;

public sealed class QemuCapabilityCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Many_callers_cost_one_question_and_so_does_a_restart()
    {
        string program = CountingQemu();
        QemuCapabilityCache cache = NewCache();
        QemuCapabilities[] answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => cache.GetAsync(program, Accelerator.Tcg)));
        QemuCapabilities again = await NewCache().GetAsync(program, Accelerator.Tcg);

        Assert.Equal(1, TimesAsked());
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
        Assert.Equal(answers[0].Machines, again.Machines);
        Assert.Equal(answers[0].Devices.Order(StringComparer.Ordinal), again.Devices.Order(StringComparer.Ordinal));
        Assert.Equal(answers[0].CpuModel("qemu64").Usable, again.CpuModel("qemu64").Usable);
        Assert.True(again.Has("virtio-balloon-pci", "free-page-reporting"));
        Assert.Equal(answers[0].Options.Keys.Order(StringComparer.Ordinal), again.Options.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_replaced_program_is_asked_again()
    {
        string program = CountingQemu();
        QemuCapabilityCache cache = NewCache();
        await cache.GetAsync(program, Accelerator.Tcg);
        File.SetLastWriteTimeUtc(program, new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        await cache.GetAsync(program, Accelerator.Tcg);

        Assert.Equal(2, TimesAsked());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\": 1")]
    [InlineData("{\"format\": 0, \"boot-id\": null, \"capabilities\": null}")]
    [InlineData("[]")]
    public async Task A_spoilt_file_is_asked_over(string content)
    {
        string program = CountingQemu();
        await NewCache().GetAsync(program, Accelerator.Tcg);
        await File.WriteAllTextAsync(Assert.Single(Directory.GetFiles(_folder["cache"])), content);
        await NewCache().GetAsync(program, Accelerator.Tcg);

        Assert.Equal(2, TimesAsked());
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        InstalledQemu.Require();
        string program = _folder.Script(
            "qemu", $"#!/bin/sh\ncd $(dirname $0)\n[ -e mended ] || {{ echo broken >&2; exit 1; }}\nexec {InstalledQemu.Path} \"$@\"\n");
        QemuCapabilityCache cache = NewCache();
        await Assert.ThrowsAsync<PeerException>(() => cache.GetAsync(program, Accelerator.Tcg));
        await File.WriteAllTextAsync(_folder["mended"], "");

        Assert.Equal("x86_64", (await cache.GetAsync(program, Accelerator.Tcg)).Architecture);
    }

    private string CountingQemu()
    {
        InstalledQemu.Require();
        return _folder.Script("qemu", $"#!/bin/sh\necho asked >> $(dirname $0)/count\nexec {InstalledQemu.Path} \"$@\"\n");
    }

    private int TimesAsked() => File.ReadAllLines(_folder["count"]).Length;

    private QemuCapabilityCache NewCache() => new(
        new QemuProbe(TimeProvider.System, _folder.Path, user: null, TimeSpan.FromSeconds(60)), _folder["cache"]);
}
