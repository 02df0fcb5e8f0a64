using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Api.Routes;
using Pando.Api.Storage;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class ImageEndpointsTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task An_uploaded_image_is_imported_listed_cloned_from_and_removed()
    {
        RequireQemuImg();
        await using var rest = await RestFixture.StartAsync();
        var image = await RestFixture.ReadAsync<Image>(await UploadAsync(rest, "base", Disk()), 200);
        Assert.Equal(("base", "qcow2", 4L * MiB, "upload"), (image.Name, image.Format, image.CapacityBytes, image.Source));
        Assert.Equal(["base"], (await RestFixture.ReadAsync<IReadOnlyList<Image>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Images), 200)).Select(one => one.Name));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(rest.Paths.Lib, "../uploads")));

        var wish = new VolumeRequest { Name = "web1.qcow2", Image = "base" };
        var made = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Volumes, "default"), RestFixture.Json(wish));
        var volume = await RestFixture.ReadAsync<Volume>(made, 201);
        Assert.Equal(image.Path, volume.Backing);
        Assert.Equal(ApiRoutes.Fill(ApiRoutes.Volume, "default", "web1.qcow2"), made.Headers.Location?.OriginalString);

        var path = ApiRoutes.Fill(ApiRoutes.Image, "base");
        Assert.Equal("image.in-use", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, path), 409)).Code);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Volume, "default", "web1.qcow2"))).StatusCode);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Delete, path)).StatusCode);
        Assert.Equal("image.not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, path), 404)).Code);
    }

    [Fact]
    public async Task A_packed_upload_is_unpacked_and_its_checksum_is_that_of_the_body()
    {
        RequireQemuImg();
        await using var rest = await RestFixture.StartAsync();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Disk());
        }
        var checksum = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(packed.ToArray()));
        var image = await RestFixture.ReadAsync<Image>(await UploadAsync(rest, "base", packed.ToArray(), $"&checksum={checksum}&osVariant=debian12"), 200);
        Assert.Equal((4L * MiB, "debian12"), (image.CapacityBytes, image.OsVariant));
    }

    [Fact]
    public async Task An_upload_that_is_not_what_it_should_be_leaves_nothing()
    {
        RequireQemuImg();
        await using var rest = await RestFixture.StartAsync();
        var problem = await RestFixture.ProblemAsync(await UploadAsync(rest, "base", Disk(), "&checksum=sha256:" + new string('0', 64)), 409);
        Assert.Equal(("image.checksum-mismatch", "verify-checksum"), (problem.Code, problem.Step));
        await RestFixture.ProblemAsync(await UploadAsync(rest, "../x", Disk()), 400);
        await RestFixture.ProblemAsync(await UploadAsync(rest, "base", Disk(), "&format=floppy"), 400);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(rest.Paths.Lib, "../uploads")));
        Assert.Equal("[]", await (await rest.SendAsync(HttpMethod.Get, ApiRoutes.Images)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_upload_can_become_a_job()
    {
        RequireQemuImg();
        await using var rest = await RestFixture.StartAsync();
        var job = await RestFixture.ReadAsync<Job>(await UploadAsync(rest, "base", Disk(), "", ("Prefer", "respond-async")), 202);
        var ended = await RestFixture.ReadAsync<Job>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Job, job.Id) + "?wait=20"), 200);
        Assert.Equal((JobPhase.Done, "base"), (ended.Phase, ended.Result["image"]));
    }

    [Fact]
    public async Task An_upload_that_is_larger_than_the_limit_is_refused()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { UploadBytes = 2 * MiB });
        Assert.Equal("request.too-large", (await RestFixture.ProblemAsync(await UploadAsync(rest, "base", Disk()), 413)).Code);
    }

    [Fact]
    public async Task An_upload_needs_a_name()
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.ImageUpload, Body(Disk()));
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(response, 400)).Code);
    }

    [Fact]
    public async Task A_file_of_the_host_is_imported_where_it_is()
    {
        RequireQemuImg();
        await using var rest = await RestFixture.StartAsync();
        var path = Path.Combine(rest.Paths.Lib, "disk.img");
        await File.WriteAllBytesAsync(path, Disk());
        var image = await RestFixture.ReadAsync<Image>(
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.ImageImport, RestFixture.Json(new ImageImportRequest { Name = "base", Source = path })), 200);
        Assert.Equal(("base", path), (image.Name, image.Source));
        var wrong = new ImageImportRequest { Name = "other", Source = "ftp://host/a.qcow2" };
        Assert.Equal("image.bad-source", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.ImageImport, RestFixture.Json(wrong)), 400)).Code);
    }

    [Fact]
    public async Task A_recipe_that_nobody_knows_is_not_found()
    {
        await using var rest = await RestFixture.StartAsync();
        var wish = new ImageBuildRequest { Recipe = "windows-3.1" };
        Assert.Equal("image.unknown-recipe", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.ImageBuild, RestFixture.Json(wish)), 404)).Code);
    }

    private static byte[] Disk()
    {
        var disk = new byte[4 * MiB];
        disk[510] = 0x55;
        disk[511] = 0xAA;
        return disk;
    }

    private static ByteArrayContent Body(byte[] bytes) => new(bytes) { Headers = { { "Content-Type", "application/octet-stream" } } };

    private static Task<HttpResponseMessage> UploadAsync(RestFixture rest, string name, byte[] bytes, string query = "", params (string Name, string Value)[] headers) =>
        rest.SendAsync(HttpMethod.Post, $"{ApiRoutes.ImageUpload}?name={Uri.EscapeDataString(name)}{query}", Body(bytes), headers);

    private static void RequireQemuImg() =>
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-img") || Environment.GetEnvironmentVariable("CI") is not null, "qemu-img is not installed");
}
