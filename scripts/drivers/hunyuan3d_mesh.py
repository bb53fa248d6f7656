"""Hunyuan3D 2.1 with a seed: one picture in, one GLB with PBR textures out.

Neither the demo nor the HTTP server of the model takes a seed, steps or a resolution, and the server answers with a bare shape
when texturing failed. This calls the two pipelines themselves. The shape model is dropped before the texture model is loaded,
so that the larger of the two is what the card must hold (21 GB), not both (29 GB); a process that serves makes one mesh and
ends, since the model that the next one begins with is no longer there.
"""

import gc
import os
import sys

import alpha_job

FIELDS = {
    "image": str,
    "out": str,
    "work": str,
    "seed": int,
    "model": str,
    "steps": int,
    "guidance": float,
    "octree_resolution": int,
    "num_chunks": int,
    "faces": int,
    "max_num_view": int,
    "texture_resolution": int,
    "remove_background": bool,
}
MODEL = ("model",)


# The texture pipeline reduces every mesh to so many triangles, unless it is told not to.
REMESH_FACES = 40000


def check(job):
    from PIL import Image

    for name in ("image", "out", "work"):
        job[name] = os.path.abspath(job[name])
    if Image.open(job["image"]).convert("RGBA").getchannel("A").getextrema()[1] == 0:
        raise alpha_job.JobError("the picture is transparent everywhere")


def cut_out(job):
    """The picture with a true alpha channel: the pipelines recentre on it and never remove a background themselves."""
    from PIL import Image

    image = Image.open(job["image"]).convert("RGBA")
    lowest, _ = image.getchannel("A").getextrema()
    if lowest == 255 and job["remove_background"]:
        from hy3dshape.rembg import BackgroundRemover

        image = BackgroundRemover()(image.convert("RGB")).convert("RGBA")
        if image.getchannel("A").getextrema()[1] == 0:
            raise RuntimeError("input image is empty: the background remover took everything away")
    path = os.path.join(job["work"], "cutout.png")
    image.save(path)
    return image, path


def load(job):
    for folder in ("hy3dpaint", "hy3dshape"):
        sys.path.insert(0, os.path.join(os.getcwd(), folder))
    try:
        # An old package asks torchvision for a module that newer ones no longer have; the model's repository brings the mend.
        from torchvision_fix import apply_fix

        apply_fix()
    except ImportError:
        pass
    import torch
    from hy3dshape.pipelines import Hunyuan3DDiTFlowMatchingPipeline

    pipeline = Hunyuan3DDiTFlowMatchingPipeline.from_pretrained(
        job["model"], subfolder="hunyuan3d-dit-v2-1", device="cuda", dtype=torch.float16, variant="fp16"
    )
    alpha_job.progress(0.1)
    return {"shape": pipeline}


def make_shape(job, model, image):
    import torch

    pipeline = model.pop("shape")
    mesh = pipeline(
        image=image,
        num_inference_steps=job["steps"],
        guidance_scale=job["guidance"],
        # Noise from the CPU generator: the same on every card.
        generator=torch.Generator().manual_seed(job["seed"]),
        octree_resolution=job["octree_resolution"],
        num_chunks=job["num_chunks"],
        output_type="trimesh",
    )[0]
    if job["faces"] != REMESH_FACES:
        from hy3dshape.postprocessors import FaceReducer

        mesh = FaceReducer()(mesh, max_facenum=job["faces"])
    path = os.path.join(job["work"], "shape.obj" if job["faces"] > REMESH_FACES else "shape.glb")
    mesh.export(path)
    del pipeline, mesh
    gc.collect()
    torch.cuda.empty_cache()
    return path


def make_texture(job, shape, picture):
    from textureGenPipeline import Hunyuan3DPaintConfig, Hunyuan3DPaintPipeline

    config = Hunyuan3DPaintConfig(job["max_num_view"], job["texture_resolution"])
    # As seen from the repository's root, where this runs.
    config.realesrgan_ckpt_path = "hy3dpaint/ckpt/RealESRGAN_x4plus.pth"
    config.multiview_cfg_path = "hy3dpaint/cfgs/hunyuan-paint-pbr.yaml"
    config.custom_pipeline = "hy3dpaint/hunyuanpaintpbr"
    config.multiview_pretrained_path = job["model"]
    paint = Hunyuan3DPaintPipeline(config)
    alpha_job.progress(0.55)
    textured = os.path.join(job["work"], "textured.obj")
    maps = {
        "albedo": os.path.join(job["work"], "textured.jpg"),
        "metallic": os.path.join(job["work"], "textured_metallic.jpg"),
        "roughness": os.path.join(job["work"], "textured_roughness.jpg"),
    }
    for path in (textured, *maps.values()):
        if os.path.exists(path):
            os.unlink(path)
    # save_glb would go through Blender, which may fail without a word.
    paint(
        mesh_path=shape,
        image_path=picture,
        output_mesh_path=textured,
        use_remesh=job["faces"] <= REMESH_FACES,
        save_glb=False,
    )
    missing = [os.path.basename(path) for path in (textured, *maps.values()) if not os.path.isfile(path)]
    if missing:
        raise RuntimeError(f"Texture generation failed: {', '.join(missing)} was not written")
    return textured, maps


def write_glb(job, textured, maps):
    from convert_utils import create_glb_with_pbr_materials

    out = os.path.abspath(job["out"])
    here = os.getcwd()
    # It writes temp.glb and mr_combined.png where it stands.
    os.chdir(job["work"])
    try:
        alpha_job.write_whole(out, lambda partial: create_glb_with_pbr_materials(textured, dict(maps), partial))
    finally:
        os.chdir(here)


def work(job, model):
    alpha_job.seed_everything(job["seed"])
    image, picture = cut_out(job)
    alpha_job.progress(0.15)
    shape = make_shape(job, model, image)
    alpha_job.progress(0.45)
    textured, maps = make_texture(job, shape, picture)
    alpha_job.progress(0.95)
    write_glb(job, textured, maps)
    return {
        "files": [job["out"]],
        "seed": job["seed"],
        "versions": alpha_job.package_versions("torch", "diffusers", "transformers", "trimesh"),
    }


if __name__ == "__main__":
    alpha_job.run(alpha_job.Driver(FIELDS, MODEL, check, load, work, keeps=False))
