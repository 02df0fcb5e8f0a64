using Microsoft.AspNetCore.Http;
using Pando.Api.Machines;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class NoteCommandsTests : CliTest
{
    private const string Web1 = "/api/v1/machines/web1/";

    private void Xml(string xml) => Pandod.On("GET", Web1 + "xml", context =>
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(xml);
    });

    [Fact]
    public async Task A_description_is_told_and_changed()
    {
        Xml("<domain><title>The shop</title><description>Sells things</description></domain>");
        Assert.Equal("Sells things\n", (await RunAsync("desc", "web1")).Out);
        Assert.Equal("The shop\n", (await RunAsync("desc", "web1", "--title")).Out);
        Pandod.On("PUT", Web1 + "description", Samples.Machine("web1"));
        Assert.Equal(0, (await RunAsync("desc", "web1", "--title", "--config", "--new-desc", "Another shop")).ExitCode);
        Assert.Equal(("""{"title":"Another shop"}""", "PUT /api/v1/machines/web1/description?scope=config"), (Last.Text, Last.ToString()));
        await RunAsync("desc", "web1", "two", "words");
        Assert.Equal("""{"description":"two words"}""", Last.Text);
        await RunAsync("desc", "web1", "--new-desc", "");
        Assert.Equal("""{"description":""}""", Last.Text);
    }

    [Fact]
    public async Task Metadata_is_told_without_its_namespace()
    {
        Xml("<domain><metadata><b:plan xmlns:b='urn:x' when='daily'><keep>3</keep></b:plan></metadata></domain>");
        Assert.Equal("<plan when=\"daily\">\n  <keep>3</keep>\n</plan>\n", (await RunAsync("metadata", "web1", "urn:x")).Out);
        Assert.Equal(3, (await RunAsync("metadata", "web1", "urn:y")).ExitCode);
        Pandod.On("PUT", Web1 + "metadata", Samples.Machine("web1"));
        Assert.Equal(0, (await RunAsync("metadata", "web1", "urn:x", "--key", "b", "--set", "<plan/>")).ExitCode);
        Assert.Contains("\"key\":\"b\"", Last.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("metadata", "web1", "urn:x", "--remove")).ExitCode);
        Assert.Equal("""{"uri":"urn:x"}""", Last.Text);
        Assert.Equal(2, (await RunAsync("metadata", "web1", "urn:x", "--remove", "--set", "<a/>")).ExitCode);
        Assert.Equal(2, (await RunAsync("metadata", "web1", "urn:x", "--set", "<a/>")).ExitCode);
    }

    [Fact]
    public async Task A_disk_grows_in_virshs_units()
    {
        Pandod.On("PUT", Web1 + "disks/vda/size", context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        Assert.Equal("Disk vda of 'web1' has 1 MiB now.\n", (await RunAsync("blockresize", "web1", "vda", "1024")).Out);
        Assert.Equal("""{"bytes":1048576}""", Last.Text);
    }

    [Fact]
    public async Task A_memory_device_is_found_and_asked_for_another_size()
    {
        Xml("""
            <domain><devices>
            <memory model='virtio-mem'><target><size>4</size><node>0</node><requested unit='KiB'>1</requested></target><alias name='virtiomem0'/></memory>
            <memory model='virtio-mem'><target><size>4</size><node>1</node></target><alias name='virtiomem1'/></memory>
            </devices></domain>
            """);
        Pandod.On("PUT", Web1 + "devices", Samples.Machine("web1"));
        Assert.Equal(0, (await RunAsync("update-memory-device", "web1", "--requested-size", "2M", "--node", "0")).ExitCode);
        Assert.Contains("<requested unit=\"KiB\">2048</requested>", Last.Text, StringComparison.Ordinal);
        Assert.Contains("virtiomem0", Last.Text, StringComparison.Ordinal);
        Assert.Contains("virtiomem1", (await RunAsync("update-memory-device", "web1", "--requested-size", "1", "--alias", "virtiomem1", "--print-xml")).Out, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync("update-memory-device", "web1", "--requested-size", "1")).ExitCode);
        Assert.Equal(2, (await RunAsync("update-memory-device", "web1")).ExitCode);
    }
}
