using Pando.Api.Client;
using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Cli.Failures;
using Pando.Cli.Following;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando image</c>.</summary>
internal static class ImageCommands
{
    public static CliCommand Group(string name) => new(name, "image", body: null, List(), Show(), Build(), Import(), Remove());

    private static CliCommand List() => new("list", "image-list", ListAsync) { Examples = ["pando image list"] };

    private static async Task<int> ListAsync(Run run)
    {
        var images = await run.Client.ListImagesAsync();
        run.Show(images, writer =>
        {
            var texts = run.Texts;
            var table = new Table(texts["image.name"], texts["image.format"], texts["image.capacity"], texts["image.allocation"], texts["image.created"], texts["image.users"], texts["image.title"]);
            foreach (var image in images)
            {
                table.Add(
                    image.Name, image.Format, texts.Bytes(image.CapacityBytes), texts.Bytes(image.AllocationBytes),
                    run.Around.Time.Moment(image.CreatedAt), Numbers.Plain(image.UsedBy.Count), image.Title);
            }
            table.WriteTo(writer, run.Colours);
        });
        return ExitCode.Done;
    }

    private static CliCommand Show()
    {
        var name = new Operand("IMAGE", WordKind.Image);
        return new CliCommand("show", "image-show", ShowAsync, name) { Examples = ["pando image show debian-12"] };

        async Task<int> ShowAsync(Run run)
        {
            var image = await run.Client.GetImageAsync(run.Value(name));
            run.Show(image, writer =>
            {
                var texts = run.Texts;
                new FactSheet()
                    .Add(texts["image.name"], image.Name)
                    .Add(texts["image.title"], image.Title)
                    .Add(texts["image.source"], image.Source)
                    .Add(texts["image.os"], image.OsVariant)
                    .Add(texts["image.format"], image.Format)
                    .Add(texts["image.capacity"], texts.Bytes(image.CapacityBytes))
                    .Add(texts["image.allocation"], texts.Bytes(image.AllocationBytes))
                    .Add(texts["image.checksum"], image.Checksum)
                    .Add(texts["image.created"], run.Around.Time.Moment(image.CreatedAt))
                    .Add(texts["image.path"], image.Path)
                    .Add(texts["image.users"], string.Join(", ", image.UsedBy))
                    .WriteTo(writer);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand Build()
    {
        var recipe = new Operand("RECIPE", WordKind.Text);
        var name = new Setting("--name", "NAME");
        var size = new Setting("--size", "SIZE");
        var rebuild = new Flag("--rebuild");
        return new CliCommand("build", "image-build", BuildAsync, recipe, name, size, rebuild)
        {
            Examples = ["pando image build debian-12", "pando image build debian-12 --name web-base --size 10G"],
        };

        async Task<int> BuildAsync(Run run)
        {
            var request = new ImageBuildRequest
            {
                Recipe = run.Value(recipe),
                Name = run.Value(name),
                CapacityBytes = run.Value(size) is { } text ? SizeText.Bytes("--size", text) : null,
                Rebuild = run.Has(rebuild),
            };
            var follower = new JobFollower(run, owned: true);
            if (await follower.StartAsync(() => run.Client.StartImageBuildAsync(request)) is { } job)
            {
                return await ShowMadeAsync(run, "image.built", await follower.FollowAsync(job));
            }
            var there = await run.Client.GetImageAsync(request.Name ?? request.Recipe);
            run.Say(there, "image.there", ("name", there.Name));
            return ExitCode.Done;
        }
    }

    private static CliCommand Import()
    {
        var source = new Operand("FILE-OR-URL", WordKind.File);
        var name = new Setting("--name", "NAME");
        var checksum = new Setting("--checksum", "CHECKSUM");
        var format = new Setting("--format", "FORMAT") { Choices = ["qcow2", "raw"] };
        var os = new Setting("--os-variant", "OS");
        return new CliCommand("import", "image-import", ImportAsync, source, name, checksum, format, os)
        {
            Examples =
            [
                "pando image import disk.qcow2 --name web-base",
                "pando image import https://example.org/cloud.qcow2 --checksum sha512:…",
            ],
        };

        async Task<int> ImportAsync(Run run)
        {
            var from = run.Value(source);
            var wanted = new ImageUpload
            {
                Name = run.Value(name) ?? ImageName.From(from),
                Checksum = ChecksumText.Of(run.Value(checksum)),
                Format = run.Value(format),
                OsVariant = run.Value(os),
            };
            var follower = new JobFollower(run, owned: true);
            if (!ImageName.IsUrl(from))
            {
                var sent = await FileUpload.SendAsync(run, from, wanted, follower.TellCancelling);
                return await ShowMadeAsync(run, "image.imported", await OfFile.SentAsync(from, () => follower.FollowAsync(sent)));
            }
            var job = await follower.StartAsync(() => run.Client.StartImageImportAsync(new ImageImportRequest
            {
                Name = wanted.Name,
                Source = from,
                Checksum = wanted.Checksum,
                Format = wanted.Format,
                OsVariant = wanted.OsVariant,
            }));
            return await ShowMadeAsync(run, "image.imported", await follower.FollowAsync(job));
        }
    }

    private static CliCommand Remove()
    {
        var name = new Operand("IMAGE", WordKind.Image);
        return new CliCommand("remove", "image-remove", RemoveAsync, name) { Examples = ["pando image remove web-base"] };

        async Task<int> RemoveAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.RemoveImageAsync(run.Value(name), cancel));
            run.Say("image.removed", ("name", run.Value(name)));
            return ExitCode.Done;
        }
    }

    private static async Task<int> ShowMadeAsync(Run run, string said, Job job)
    {
        var image = await run.Client.GetImageAsync(job.Result.GetValueOrDefault("image", job.Subject));
        run.Say(image, said, ("name", image.Name), ("size", run.Texts.Bytes(image.AllocationBytes)));
        return ExitCode.Done;
    }
}
