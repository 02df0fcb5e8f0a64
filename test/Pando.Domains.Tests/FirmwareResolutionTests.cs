using Pando.Model.Domains;
using Pando.Qemu.Firmware;

namespace Pando.Domains.Tests;

public sealed class FirmwareResolutionTests
{
    private static readonly LoaderDefinition Code = new() { Path = "/fw/OVMF_CODE.fd", Type = LoaderType.ParallelFlash, ReadOnly = true };

    [Fact]
    public void Code_in_flash_gets_variables_of_its_own()
    {
        var resolved = Resolve(new OsDefinition { Loader = Code });

        Assert.EndsWith("_VARS.fd", resolved.Nvram!.Path, StringComparison.Ordinal);
        Assert.Equal(Code, resolved.Loader);
    }

    [Fact]
    public void What_is_said_of_the_variables_stays()
    {
        var said = new NvramDefinition { Path = "/mine.fd", TemplatePath = "/template.fd" };

        Assert.Equal(said, Resolve(new OsDefinition { Loader = Code, Nvram = said }).Nvram);
    }

    [Fact]
    public void Code_that_is_written_to_or_keeps_nothing_has_none()
    {
        Assert.Null(Resolve(new OsDefinition { Loader = Code with { ReadOnly = false } }).Nvram);
        Assert.Null(Resolve(new OsDefinition { Loader = Code with { ReadOnly = null } }).Nvram);
        Assert.Null(Resolve(new OsDefinition { Loader = Code with { Stateless = true } }).Nvram);
        Assert.Null(Resolve(new OsDefinition { Loader = Code with { Type = LoaderType.Rom } }).Nvram);
    }

    private static OsDefinition Resolve(OsDefinition os) =>
        FirmwareResolution.Resolve(new DomainDefinition { Name = "vm1", MemoryKiB = 1 << 20, CurrentMemoryKiB = 1 << 20, Vcpus = 1, VcpusCurrent = 1, Os = os with { Machine = "pc-q35-7.2" } }, FirmwareCatalog.Read([]), "/var/lib/pando/nvram").Os;
}
