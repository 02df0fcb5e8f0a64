using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>The image of Debian that Pando builds: built once on a machine, and kept for later runs.</summary>
internal static class DebianImage
{
    public const string Name = "debian-12";

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(20);
    private static readonly SemaphoreSlim Building = new(1, 1);

    /// <summary>Its file, which nobody may write to.</summary>
    public static async Task<string> GetAsync(Instance pando)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        string cached = Path.Combine(DebianKernel.CacheFolder, $"{Name}.qcow2");
        await Building.WaitAsync(ct);
        try
        {
            if (!File.Exists(cached))
            {
                await EndOfAsync(pando, (await pando.Client.StartImageBuildAsync(new ImageBuildRequest { Recipe = Name }, ct))!);
                Image built = await pando.Client.GetImageAsync(Name, ct);
                File.Copy(built.Path!, cached + ".part", overwrite: true);
                File.Move(cached + ".part", cached, overwrite: true);
            }
        }
        finally
        {
            Building.Release();
        }

        return cached;
    }

    /// <summary>Makes it an image of this instance.</summary>
    public static async Task ImportAsync(Instance pando)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        string cached = await GetAsync(pando);
        if (!(await pando.Client.ListImagesAsync(ct)).Any(static image => image.Name == Name))
        {
            await EndOfAsync(pando, await pando.Client.StartImageImportAsync(new ImageImportRequest { Name = Name, Source = cached }, ct));
        }
    }

    public static async Task EndOfAsync(Instance pando, Job job)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(BuildLimit);
        while (job.EndedAt is null)
        {
            job = await pando.Client.GetJobAsync(job.Id, TimeSpan.FromSeconds(30), limit.Token);
        }

        Assert.True(job.Phase == JobPhase.Done, $"{job.Kind}: {job.Failure?.Detail}");
    }
}
