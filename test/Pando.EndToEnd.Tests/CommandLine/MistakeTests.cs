using Pando.Cli.Tests.Harness;

namespace Pando.EndToEnd.Tests.CommandLine;

/// <summary>What a user gets wrong, told once: which thing, why, and what to do; in both languages.</summary>
[Trait("Speed", "Slow")]
public sealed class MistakeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-e2e-").FullName;
    private readonly CliAround _around = new();
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _around.With("PANDO_HOST", $"unix:{_pando.Socket}");
    }

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int ExitCode, string Error)> RunAsync(params string[] args)
    {
        await using var pando = PandoProcess.Start(_around, args);
        pando.Input.Close();
        return (await pando.ExitAsync(), pando.Error.Replace(_folder + "/", "", StringComparison.Ordinal));
    }

    private string File(string text)
    {
        var path = Path.Combine(_folder, "bad.xml");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    [InlineData("C", "error: bad.xml:2: /domain/memory is missing.\n")]
    [InlineData("vi_VN.UTF-8", "lỗi: bad.xml:2: Thiếu /domain/memory.\n")]
    public async Task Something_that_is_missing(string locale, string error)
    {
        _around.With("LANG", locale);
        Assert.Equal((1, error), await RunAsync("define", File("<?xml version='1.0'?>\n<domain type='kvm'>\n<name>bad</name>\n</domain>")));
    }

    [Theory]
    [InlineData("C", "error: bad.xml:3: This is not XML that can be read: The 'memory' start tag on line 3 position 4 does not match the end tag of 'vcpu'.\n")]
    [InlineData("vi_VN.UTF-8", "lỗi: bad.xml:3: Đây không phải XML đọc được: The 'memory' start tag on line 3 position 4 does not match the end tag of 'vcpu'.\n")]
    public async Task Something_that_is_no_XML(string locale, string error)
    {
        _around.With("LANG", locale);
        Assert.Equal((1, error), await RunAsync("define", File("<domain type='kvm'>\n  <name>bad</name>\n  <memory>64</vcpu>\n</domain>")));
    }

    [Theory]
    [InlineData("C", "error: bad.xml:1: This defines a 'network', not a machine: its first element must be 'domain'.\n")]
    [InlineData("vi_VN.UTF-8", "lỗi: bad.xml:1: Đây là định nghĩa của 'network', không phải của máy: phần tử đầu tiên phải là 'domain'.\n")]
    public async Task Something_that_defines_no_machine(string locale, string error)
    {
        _around.With("LANG", locale);
        Assert.Equal((1, error), await RunAsync("define", File("<network/>")));
    }

    /// <summary>There is no line to blame, but of several files it must be said which.</summary>
    [Theory]
    [InlineData("C", "error: bad.xml: QEMU (/usr/bin/qemu-system-x86_64) has no machine type 'abacus'.\n")]
    [InlineData("vi_VN.UTF-8", "lỗi: bad.xml: QEMU (/usr/bin/qemu-system-x86_64) không có kiểu máy 'abacus'.\n")]
    public async Task A_machine_type_that_there_is_not(string locale, string error)
    {
        _around.With("LANG", locale);
        var (exitCode, told) = await RunAsync("define", File("<domain type='kvm'><name>a</name><memory>65536</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='abacus'>hvm</type></os></domain>"));
        Assert.Equal((1, true), (exitCode, told.StartsWith(error, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("C", "error: An image cannot be imported from bad.xml: its length is no multiple of 512 bytes, so it is no disk.\n")]
    [InlineData("vi_VN.UTF-8", "lỗi: Không thể nhập ảnh từ bad.xml: độ dài không phải là bội số của 512 byte nên đó không phải là đĩa.\n")]
    public async Task A_file_that_is_no_image(string locale, string error)
    {
        _around.With("LANG", locale);
        Assert.Equal((1, error), await RunAsync("image", "import", File("text"), "--name", "a", "--quiet"));
    }

    [Theory]
    [InlineData("C", "error: There is no machine called 'web2'.\nhint: 'pando list --all' shows the machines of this host.\n")]
    [InlineData("vi_VN.UTF-8", "lỗi: Không có máy nào tên 'web2'.\ngợi ý: 'pando list --all' liệt kê các máy trên máy chủ này.\n")]
    public async Task A_machine_that_there_is_not(string locale, string error)
    {
        _around.With("LANG", locale);
        Assert.Equal((3, error), await RunAsync("start", "web2"));
    }
}
