using Pando.Qemu.Firmware;

namespace Pando.Qemu.Tests.Firmware;

public sealed class FirmwareTemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_descriptor_says_what_the_variables_are_copied_from()
    {
        File.WriteAllText(
            Path.Combine(_folder.Path, "40-uefi.json"),
            """
            {"description": "UEFI", "interface-types": ["uefi"], "features": [],
             "mapping": {"device": "flash", "executable": {"filename": "/fw/A_CODE.fd", "format": "raw"}, "nvram-template": {"filename": "/fw/other.fd", "format": "raw"}},
             "targets": [{"architecture": "x86_64", "machines": ["pc-q35-*"]}]}
            """);

        Assert.Equal("/fw/other.fd", FirmwareCatalog.Read([_folder.Path]).TemplateOf("/fw/A_CODE.fd"));
        Assert.Null(FirmwareCatalog.Read([_folder.Path]).TemplateOf("/fw/B_CODE.fd"));
    }

    [Theory]
    [InlineData("OVMF_CODE.fd", "OVMF_VARS.fd")]
    [InlineData("OVMF_CODE_4M.ms.fd", "OVMF_VARS_4M.ms.fd")]
    [InlineData("OVMF_CODE_4M.secboot.fd", "OVMF_VARS_4M.fd")]
    [InlineData("firmware.bin", null)]
    public void Without_one_it_is_the_file_beside_the_code_that_is_named_after_it(string code, string? expected)
    {
        foreach (string name in (string[])["OVMF_VARS.fd", "OVMF_VARS_4M.fd", "OVMF_VARS_4M.ms.fd"])
        {
            File.WriteAllText(Path.Combine(_folder.Path, name), "variables");
        }

        string? found = FirmwareCatalog.Read([]).TemplateOf(Path.Combine(_folder.Path, code));

        Assert.Equal(expected, Path.GetFileName(found));
    }
}
