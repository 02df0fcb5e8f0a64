using Pando.Model.Domains.Devices;
using Pando.Qemu.HotPlug;

namespace Pando.Qemu.Tests.HotPlug;

public sealed class ImagePlaceTests
{
    [Theory]
    [InlineData("vda", "vda", 0)]
    [InlineData("vda[7]", "vda", 7)]
    [InlineData("/images/a[b].img", "/images/a[b].img", 0)]
    public void A_word_names_an_image(string word, string target, int number)
    {
        var place = ImagePlace.Of(word);

        Assert.Equal(new ImagePlace(target, number), place);
        Assert.Equal(word, place.ToString());
    }

    [Theory]
    [InlineData("vda", 0, "vda-0-file")]
    [InlineData("vdab", 12, "vdab-12-file")]
    public void An_image_has_a_node_and_is_found_by_it(string target, int depth, string node)
    {
        Assert.Equal(node, ImagePlace.StorageNode(new DiskDevice { TargetName = target }, depth));
        Assert.Equal((target, depth), ImagePlace.OfStorageNode(node));
    }

    [Theory]
    [InlineData("vda-0")]
    [InlineData("pflash0-file")]
    public void Another_node_is_no_image(string node) => Assert.Null(ImagePlace.OfStorageNode(node));
}
